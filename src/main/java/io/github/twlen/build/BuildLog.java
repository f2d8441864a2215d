package io.github.twlen.build;

import io.github.twlen.workspace.LogFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
          "\\s+(?:CC|AS|HOSTCC|CXX)(?: \\[M\\])?\\s+\\S.*|.*\\s-c\\s+-o\\s+\\S+\\.o\\s+\\S+\\.[cS]\\b.*");

  /** What tells why, the most telling first; make's own lines are only the way out. */
  private static final List<Pattern> REASONS =
      List.of(
          Pattern.compile(
              "(?!error: Bad exit status).*(?:\\berror: |: undefined reference to |\\bERROR: |\\bError: |: syntax error"
                  + "|No space left on device|cannot find -l|Assertion .* failed"
                  + "| hunks? FAILED -- saving rejects).*"),
          Pattern.compile(".*(?:: not found$|: No such file or directory|: Permission denied).*"),
          Pattern.compile("make(?:\\[\\d+\\])?: \\*\\*\\* .*|.*\\*\\*\\* .*Stop\\..*"));

  /** What rpmbuild says last of all, when a section of a spec has failed. */
  private static final Pattern BAD_EXIT = Pattern.compile("error: Bad exit status.*");

  private final LogFile file;
  private final Consumer<Integer> compiledListener;
  private int compiled;
  private final @Nullable String[] firsts = new String[REASONS.size()];
  private final @Nullable String[] before = new String[REASONS.size()];
  private @Nullable String badExit;

  /**
   * Opens the log and goes on at its end, if there is one.
   *
   * @param compiledListener told the count after each compiled file
   * @throws WorkspaceFailure when it cannot be written
   */
  public BuildLog(Path file, Consumer<Integer> compiledListener) {
    this.file = new LogFile(file);
    this.compiledListener = compiledListener;
  }

  @Override
  public void accept(String line) {
    file.accept(line);
    if (COMPILED.matcher(line).matches()) {
      compiled++;
      compiledListener.accept(compiled);
    }
    if (line.startsWith("Executing(")) {
      // What rpmbuild came past did not stop it. But this line and a program's errors come by two
      // pipes: an error that is heard before it may belong behind it.
      System.arraycopy(firsts, 0, before, 0, firsts.length);
      Arrays.fill(firsts, null);
    }
    if (badExit == null && BAD_EXIT.matcher(line).matches()) {
      badExit = line.strip();
    }
    if (line.startsWith("+ ")) {
      return; // What a shell was told to do, as rpm's do, is not what came of it.
    }
    for (int i = 0; i < firsts.length; i++) {
      if (firsts[i] == null && REASONS.get(i).matcher(line).matches()) {
        firsts[i] = line.strip();
      }
    }
  }

  /** Writes a line of ours, such as the command that follows. */
  public void note(String line) {
    file.accept("twlen: " + line);
  }

  /** How many files were compiled or assembled so far, tools for the host included. */
  public int compiled() {
    return compiled;
  }

  /** The line that best tells why the build failed, if any does. */
  public Optional<String> firstError() {
    return Stream.of(Arrays.stream(firsts), Arrays.stream(before), Stream.of(badExit))
        .flatMap(reasons -> reasons)
        .filter(Objects::nonNull)
        .findFirst();
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
