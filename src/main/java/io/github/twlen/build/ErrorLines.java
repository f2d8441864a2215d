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
 * Finds the line of a build's output that explains its failure: the first line of the most specific
 * kind. Later lines are consequences.
 */
public final class ErrorLines implements Consumer<String> {
  /** Lines that look like errors and are not, or only repeat an earlier error. */
  private static final List<Pattern> NOISE =
      patterns(
          "collect2: (?:fatal )?error: ld returned .*",
          "error: Bad exit status.*",
          // rpm expands undefined macros too while it reads a spec.
          ".*%\\{[^}]*\\}.*: not found",
          "make(?:\\[\\d+\\])?: .* \\(ignored\\)",
          // A traced shell command is no result.
          "\\+ .*");

  /** Kinds of error lines, the most specific first. */
  private static final List<List<Pattern>> REASONS =
      List.of(
          // Compilers, assemblers, rpm and modpost; a missing header is "fatal error:".
          patterns(
              ".*(?:\\berror: |\\bERROR: |\\bError: ).*",
              // Linkers.
              ".*: (?:undefined reference to|multiple definition of) .*",
              ".*\\brelocation .*(?:can not be used|cannot be used|truncated to fit).*",
              ".*cannot find -l.*",
              // kconfig, all versions.
              ".*: syntax error\\b.*",
              "\\*\\*\\* (?:Configuration file|Can't find default configuration).*",
              // perl.
              "Can't (?:use|locate|open|find|exec) .*",
              "syntax error at \\S+ line \\d+.*",
              // The kernel's own tools, patch, and a full disk.
              ".*Cannot find symbol for section .*",
              ".*No space left on device.*",
              ".*Assertion .* failed.*",
              ".* hunks? FAILED -- saving rejects.*"),
          // A makefile itself, or its own checks: $(error ...).
          patterns("\\S+:\\d+: \\*\\*\\* .*Stop\\."),
          patterns(
              ".*: not found",
              ".*: No such file or directory.*",
              ".*: Permission denied.*",
              ".* at \\S+ line \\d+\\."),
          patterns("make(?:\\[\\d+\\])?: \\*\\*\\* .*", ".*\\*\\*\\* .*Stop\\..*"));

  /** rpmbuild's last line when a section of a spec fails. */
  private static final Pattern BAD_EXIT = Pattern.compile("error: Bad exit status.*");

  /** A failed make recipe without a reason; the previous line may give it. */
  private static final Pattern ONLY_FAILED =
      Pattern.compile("make(?:\\[\\d+\\])?: \\*\\*\\* .*Error \\d+");

  /** Progress lines of make, kbuild and rpm's shells. */
  private static final Pattern STEP =
      Pattern.compile(
          "make(?:\\[\\d+\\])?: .*|\\s+[A-Z][A-Z ]*(?:\\[M\\])?\\s.*|\\+"
              + " .*|\\s*|Executing\\(.*|twlen: .*");

  /** Longer lines, in characters, are commands that make prints. */
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
      // Errors of earlier sections did not stop rpmbuild. Keep them as a fallback: this line and a
      // program's errors come through different pipes, so their order is uncertain.
      System.arraycopy(firsts, 0, before, 0, firsts.length);
      Arrays.fill(firsts, null);
      last = "";
    }
    if (badExit == null && BAD_EXIT.matcher(line).matches()) {
      badExit = line.strip();
    }
    if (matches(NOISE, line)) {
      return;
    }
    for (int i = 0; i < firsts.length; i++) {
      if (firsts[i] == null && matches(REASONS.get(i), line)) {
        firsts[i] = explained(line.strip());
      }
    }
    if (!STEP.matcher(line).matches()) {
      last = line.length() > LONGEST ? "" : line.strip();
    }
  }

  private String explained(String line) {
    return ONLY_FAILED.matcher(line).matches() && !last.isEmpty() ? last + " (" + line + ")" : line;
  }

  private static boolean matches(List<Pattern> patterns, String line) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(line).matches());
  }

  /** Returns the line that best explains the failure; empty when no line is an error. */
  public Optional<String> first() {
    return Stream.of(Arrays.stream(firsts), Arrays.stream(before), Stream.of(badExit))
        .flatMap(reasons -> reasons)
        .filter(Objects::nonNull)
        .findFirst();
  }
}
