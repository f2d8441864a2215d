// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A tool's version, compared number by number. The release of a distribution is not a part of it.
 *
 * @param numbers at least one, each from 0 to 999999
 * @param text the original spelling, such as 1.06.95
 */
public record Version(List<Integer> numbers, String text) implements Comparable<Version> {
  private static final Pattern WRITTEN = Pattern.compile("\\d{1,6}(?:\\.\\d{1,6})*");

  /** Two numbers or more: a single one may be a year, a bug number or an address. */
  private static final Pattern IN_TEXT =
      Pattern.compile("(?<![\\d.])(\\d{1,6}(?:\\.\\d{1,6})+)(?!\\d)");

  /** The version of kmod is a single number. */
  private static final Pattern AFTER_WORD = Pattern.compile("version v?(\\d{1,6})(?![\\d.])");

  private static final Pattern IN_BRACKETS = Pattern.compile("\\([^()]*\\)");

  /** Tools print their version first; some print pages after it. */
  private static final int LINES = 8;

  private static final int COLUMNS = 200;

  public Version {
    numbers = List.copyOf(numbers);
  }

  /** Reads a version such as {@code 2.5.35}; fails when it is not one. */
  public static Version of(String text) {
    if (!WRITTEN.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a version such as 2.5.35");
    }
    return new Version(Stream.of(text.split("\\.")).map(Integer::valueOf).toList(), text);
  }

  /**
   * Finds the version in the output of a tool. Text in brackets is searched last: distributions put
   * their own numbers there, and perl its version.
   */
  public static Optional<Version> in(List<String> printed) {
    List<String> lines =
        printed.stream()
            .filter(line -> !line.isBlank())
            .limit(LINES)
            .map(line -> line.substring(0, Math.min(COLUMNS, line.length())))
            .toList();
    Stream<String> without = lines.stream().map(l -> IN_BRACKETS.matcher(l).replaceAll(" "));
    return first(IN_TEXT, without)
        .or(() -> first(IN_TEXT, lines.stream()))
        .or(() -> first(AFTER_WORD, lines.stream()));
  }

  private static Optional<Version> first(Pattern pattern, Stream<String> lines) {
    return lines
        .flatMap(line -> pattern.matcher(line).results().limit(1))
        .map((MatchResult found) -> of(found.group(1)))
        .findFirst();
  }

  /** Returns the first version in a text such as {@code linux-6.1.tar.xz}. */
  public static Optional<Version> firstIn(String text) {
    Matcher matcher = IN_TEXT.matcher(text);
    return matcher.find() ? Optional.of(of(matcher.group(1))) : Optional.empty();
  }

  /** Returns whether it is that version or a later one; missing numbers count as 0. */
  public boolean atLeast(Version other) {
    return compareTo(other) >= 0;
  }

  /** Returns the version of its first numbers. */
  public Version cutTo(int count) {
    return of(
        text.split("\\.").length <= count
            ? text
            : String.join(".", List.of(text.split("\\.")).subList(0, count)));
  }

  @Override
  public int compareTo(Version other) {
    for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
      int one = i < numbers.size() ? numbers.get(i) : 0;
      int two = i < other.numbers.size() ? other.numbers.get(i) : 0;
      if (one != two) {
        return Integer.compare(one, two);
      }
    }
    return 0;
  }

  /** Equal when neither is later: 2.0 is 2. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && compareTo(version) == 0;
  }

  @Override
  public int hashCode() {
    int last = numbers.size();
    while (last > 1 && numbers.get(last - 1) == 0) {
      last--;
    }
    return numbers.subList(0, last).hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /**
   * A range of versions.
   *
   * @param from the first of the range; empty for no bound
   * @param before the first after the range; empty for no bound
   */
  public record Range(Optional<Version> from, Optional<Version> before) {
    /** Returns whether the range contains a version. */
    public boolean contains(Version version) {
      return from.map(version::atLeast).orElse(true) && !before.map(version::atLeast).orElse(false);
    }
  }
}
