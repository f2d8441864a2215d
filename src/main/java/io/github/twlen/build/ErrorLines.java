// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.Resource;
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
  private static final List<List<Pattern>> KINDS =
      Stream.of(Resource.text(ErrorLines.class, "error-lines.txt").split("\n\n"))
          .map(ErrorLines::patterns)
          .toList();

  private static final List<Pattern> NOISE = KINDS.get(0);
  private static final List<List<Pattern>> REASONS = KINDS.subList(1, KINDS.size());

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

  private static List<Pattern> patterns(String lines) {
    return lines.lines().filter(line -> !line.startsWith("#")).map(Pattern::compile).toList();
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
