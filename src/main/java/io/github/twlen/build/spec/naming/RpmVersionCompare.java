// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.naming;

import io.github.twlen.process.CommandResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Compares releases by asking rpm: its rules differ between versions.
 *
 * @param rpm runs rpm with arguments
 */
public record RpmVersionCompare(Function<List<String>, CommandResult> rpm) {
  /** Characters allowed in a version or release (rpm: build/parsePreamble.c); none is a quote. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._+~^-]+");

  /** Returns whether rpm could be asked about a release. */
  public static boolean isPlain(String release) {
    return PLAIN.matcher(release).matches();
  }

  /** Returns whether a version and release is newer than another; empty without an answer. */
  public Optional<Boolean> isNewer(String one, String other) {
    if (!isPlain(one) || !isPlain(other)) {
      return Optional.empty();
    }
    String question = "%{lua:print(rpm.vercmp('" + one + "', '" + other + "'))}";
    CommandResult result = rpm.apply(List.of("--eval", question));
    String answer = String.join("", result.output()).strip();
    return result.ok() && answer.matches("-?[01](\\.0)?")
        ? Optional.of(answer.startsWith("1"))
        : Optional.empty();
  }
}
