// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the line of a build's output that tells why it failed. The first of the most telling kind
 * is it; what comes after is only the way out.
 */
public final class ErrorLines implements Consumer<String> {
  /** What looks like an error and is none, or only says that there was one before. */
  private static final List<Pattern> NOISE =
      patterns(
          "collect2: (?:fatal )?error: ld returned .*",
          "error: Bad exit status.*",
          // rpm expands macros while it reads a spec, also those that nothing defines.
          ".*%\\{[^}]*\\}.*: not found",
          "make(?:\\[\\d+\\])?: .* \\(ignored\\)",
          // What a shell was told to do, as rpm's do, is not what came of it.
          "\\+ .*");

  /** The kinds of lines that tell why, the most telling first. */
  private static final List<List<Pattern>> REASONS =
      List.of(
          // Compilers, assemblers, rpm and modpost; a missing header is "fatal error:".
          patterns(
              ".*(?:\\berror: |\\bERROR: |\\bError: ).*",
              // Linkers.
              ".*: (?:undefined reference to|multiple definition of) .*",
              ".*\\brelocation .*(?:can not be used|cannot be used|truncated to fit).*",
              ".*cannot find -l.*",
              // kconfig, of each age.
              ".*: syntax error\\b.*",
              "\\*\\*\\* (?:Configuration file|Can't find default configuration).*",
              // perl.
              "Can't (?:use|locate|open|find|exec) .*",
              "syntax error at \\S+ line \\d+.*",
              // The kernel's own tools, patch, and what no program can help.
              ".*Cannot find symbol for section .*",
              ".*No space left on device.*",
              ".*Assertion .* failed.*",
              ".* hunks? FAILED -- saving rejects.*"),
          // A makefile itself, or what it checks: $(error ...).
          patterns("\\S+:\\d+: \\*\\*\\* .*Stop\\."),
          patterns(
              ".*: not found",
              ".*: No such file or directory.*",
              ".*: Permission denied.*",
              ".* at \\S+ line \\d+\\."),
          patterns("make(?:\\[\\d+\\])?: \\*\\*\\* .*", ".*\\*\\*\\* .*Stop\\..*"));

  /** What rpmbuild says last of all, when a section of a spec has failed. */
  private static final Pattern BAD_EXIT = Pattern.compile("error: Bad exit status.*");

  /** That a recipe failed, and not why: the line before may say. */
  private static final Pattern ONLY_FAILED =
      Pattern.compile("make(?:\\[\\d+\\])?: \\*\\*\\* .*Error \\d+");

  /** What make, kbuild and rpm's shells say of what they do. */
  private static final Pattern STEP =
      Pattern.compile(
          "make(?:\\[\\d+\\])?: .*|\\s+[A-Z][A-Z ]*(?:\\[M\\])?\\s.*|\\+"
              + " .*|\\s*|Executing\\(.*|twlen: .*");

  /** A longer line is a command that make shows. */
  private static final int LONGEST = 300;

  private final @Nullable String[] firsts = new String[REASONS.size()];
  private final @Nullable String[] before = new String[REASONS.size()];
  private @Nullable String badExit;
  private String last = "";

  private static List<Pattern> patterns(String... texts) {
    return Arrays.stream(texts).map(Pattern::compile).toList();
  }

  @Override
  public void accept(String line) {
    if (line.startsWith("Executing(")) {
      // What rpmbuild came past did not stop it. But this line and a program's errors come by two
      // pipes: an error that is heard before it may belong behind it.
      System.arraycopy(firsts, 0, before, 0, firsts.length);
      Arrays.fill(firsts, null);
      last = "";
    }
    if (badExit == null && BAD_EXIT.matcher(line).matches()) {
      badExit = line.strip();
    }
    if (!matches(NOISE, line)) {
      for (int i = 0; i < firsts.length; i++) {
        if (firsts[i] == null && matches(REASONS.get(i), line)) {
          firsts[i] = explained(line.strip());
        }
      }
      if (!STEP.matcher(line).matches()) {
        last = line.length() > LONGEST ? "" : line.strip();
      }
    }
  }

  /** A recipe that failed, with what was printed before it: that may be the reason. */
  private String explained(String line) {
    return ONLY_FAILED.matcher(line).matches() && !last.isEmpty() ? last + " (" + line + ")" : line;
  }

  private static boolean matches(List<Pattern> patterns, String line) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(line).matches());
  }

  /** Returns the line that best tells why the build failed, if any does. */
  public Optional<String> first() {
    return Stream.of(Arrays.stream(firsts), Arrays.stream(before), Stream.of(badExit))
        .flatMap(reasons -> reasons)
        .filter(Objects::nonNull)
        .findFirst();
  }
}
