package io.github.twlen.build;

import io.github.twlen.workspace.WorkspaceFailure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log of a build: every line goes to the file as it comes, the files that were compiled are
 * counted, and the first line that tells a real error is remembered. It is the first that matters;
 * what make prints after it is only the way out.
 */
public final class BuildLog implements Consumer<String>, AutoCloseable {
  /** kbuild's short lines, {@code " CC [M] net/ipv4/tcp.o"}; host tools are counted as well. */
  private static final Pattern COMPILED =
      Pattern.compile("\\s+(?:CC|AS|HOSTCC|CXX)(?: \\[M\\])?\\s+\\S.*");

  /** What a tool prints of the error itself, the most telling first. */
  private static final Pattern REAL_ERROR =
      Pattern.compile(
          ".*(?:\\berror: |fatal error: |: undefined reference to |\\bERROR: |No space left on device"
              + "|\\bError: |: not found$|cannot find -l|: No such file or directory|Assertion .* failed).*");

  /** What make prints when a recipe failed, {@code "make[3]: *** [...] Error 1"}. */
  private static final Pattern MAKE_ERROR =
      Pattern.compile("make(?:\\[\\d+\\])?: \\*\\*\\* .*|.*\\*\\*\\* .*Stop\\..*");

  private final Path file;
  private final BufferedWriter writer;
  private final Consumer<Integer> compiledListener;
  private int compiled;
  private @Nullable String realError;
  private @Nullable String makeError;

  /**
   * Opens the log and goes on at its end, if there is one.
   *
   * @param compiledListener told the count after each compiled file
   * @throws WorkspaceFailure when it cannot be written
   */
  public BuildLog(Path file, Consumer<Integer> compiledListener) {
    this.file = file;
    this.compiledListener = compiledListener;
    try {
      writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
  }

  @Override
  public void accept(String line) {
    write(line);
    if (COMPILED.matcher(line).matches()) {
      compiled++;
      compiledListener.accept(compiled);
    }
    if (realError == null && REAL_ERROR.matcher(line).matches()) {
      realError = line.strip();
    }
    if (makeError == null && MAKE_ERROR.matcher(line).matches()) {
      makeError = line.strip();
    }
  }

  /** Writes a line of ours, such as the command that follows. */
  public void note(String line) {
    write("twlen: " + line);
  }

  /** How many files were compiled or assembled so far, tools for the host included. */
  public int compiled() {
    return compiled;
  }

  /** The line that best tells why the build failed, if any does. */
  public Optional<String> firstError() {
    return Optional.ofNullable(realError).or(() -> Optional.ofNullable(makeError));
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  private void write(String line) {
    try {
      writer.write(line);
      writer.newLine();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
  }
}
