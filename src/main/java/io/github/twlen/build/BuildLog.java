// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.process.UserVariables;
import io.github.twlen.workspace.LogFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Writes the log of a build, counts compiled files and finds the first error. */
public final class BuildLog implements Consumer<String>, AutoCloseable {
  /**
   * Matches kbuild's short lines, {@code " CC [M] net/ipv4/tcp.o"}, and the compiler commands that
   * {@code V=1} prints, which vendor specs use. Host tools count too.
   */
  private static final Pattern COMPILED =
      Pattern.compile(
          "\\s+(?:CC|AS|HOSTCC|CXX)(?:"
              + " \\[M\\])?\\s+\\S.*|.*\\s-c\\s+-o\\s+\\S+\\.o\\s+\\S+\\.[cS]\\b.*");

  /** All versions of make print this under LC_ALL=C. */
  private static final String CLOCK_SKEW = "Clock skew detected";

  private final ErrorLines errors = new ErrorLines();
  private final LogFile file;
  private final Consumer<Integer> compiledListener;
  private int compiled;
  private boolean clockSkew;

  /** Opens the log for appending and notes the variables that the build does not get. */
  public BuildLog(Path file, Consumer<Integer> compiledListener) {
    this.file = new LogFile(file);
    this.compiledListener = compiledListener;
    List<String> withheld = UserVariables.withheld(System.getenv());
    if (!withheld.isEmpty()) {
      note("variables withheld from the build: " + String.join(", ", withheld));
    }
  }

  @Override
  public void accept(String line) {
    file.accept(line);
    if (COMPILED.matcher(line).matches()) {
      compiled++;
      compiledListener.accept(compiled);
    }
    clockSkew = clockSkew || line.contains(CLOCK_SKEW);
    errors.accept(line);
  }

  /** Writes a line by twlen, such as the next command. */
  public void note(String line) {
    file.accept("twlen: " + line);
  }

  /** Returns how many files were compiled or assembled, host tools included. */
  public int compiled() {
    return compiled;
  }

  /** Returns whether make reported that file times are unreliable. */
  public boolean sawClockSkew() {
    return clockSkew;
  }

  /** Returns the line that best explains a failure; empty when no line is an error. */
  public Optional<String> firstError() {
    return errors.first();
  }

  /** Returns the log's path. */
  public Path file() {
    return file.path();
  }

  @Override
  public void close() {
    file.close();
  }
}
