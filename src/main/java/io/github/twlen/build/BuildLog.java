// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.process.UserVariables;
import io.github.twlen.workspace.LogFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The log of a build: every line goes to the file as it comes, the files that were compiled are
 * counted, and the first line that tells a real error is remembered. It is the first that matters;
 * what make prints after it is only the way out.
 */
public final class BuildLog implements Consumer<String>, AutoCloseable {
  /**
   * kbuild's short lines, {@code " CC [M] net/ipv4/tcp.o"}, or with {@code V=1}, as vendors' specs
   * build, the compiler's own command; host tools are counted as well.
   */
  private static final Pattern COMPILED =
      Pattern.compile(
          "\\s+(?:CC|AS|HOSTCC|CXX)(?:"
              + " \\[M\\])?\\s+\\S.*|.*\\s-c\\s+-o\\s+\\S+\\.o\\s+\\S+\\.[cS]\\b.*");

  /** Of make, in all its versions; it runs with LC_ALL=C. */
  private static final String CLOCK_SKEW = "Clock skew detected";

  private final ErrorLines reasons = new ErrorLines();
  private final LogFile file;
  private final Consumer<Integer> compiledListener;
  private int compiled;
  private boolean clockSkew;

  /**
   * Opens the log and goes on at its end, if there is one. It begins with the user's variables that
   * the build does not get.
   *
   * @param compiledListener told the count after each compiled file
   * @throws WorkspaceFailure when it cannot be written
   */
  public BuildLog(Path file, Consumer<Integer> compiledListener) {
    this.file = new LogFile(file);
    this.compiledListener = compiledListener;
    List<String> withheld = UserVariables.withheld(System.getenv());
    if (!withheld.isEmpty()) {
      note("these variables of yours are not handed on: " + String.join(", ", withheld));
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
    reasons.accept(line);
  }

  /** Writes a line of ours, such as the command that follows. */
  public void note(String line) {
    file.accept("twlen: " + line);
  }

  /** How many files were compiled or assembled so far, tools for the host included. */
  public int compiled() {
    return compiled;
  }

  /** Whether make has said that it cannot go by the times of the files. */
  public boolean sawClockSkew() {
    return clockSkew;
  }

  /** The line that best tells why the build failed, if any does. */
  public Optional<String> firstError() {
    return reasons.first();
  }

  /** Where it is. */
  public Path file() {
    return file.path();
  }

  @Override
  public void close() {
    file.close();
  }
}
