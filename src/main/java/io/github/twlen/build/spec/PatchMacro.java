// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command with rpm's own macro: {@code %patch7 -p1}, {@code %patch -P 7 -p1}, {@code %patch 7
 * -p1} (rpm: build/parsePrep.c).
 *
 * @param named whether the number is part of the macro's name
 * @param kept options that are valid for another patch too
 * @param fits whether it runs at the top of the tree, with {@code -p1} or {@code -p0}
 */
record PatchMacro(List<Integer> numbers, boolean named, String kept, boolean fits) {
  private static final Pattern NAME = Pattern.compile("%\\{?patch(\\d{0,9})}?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** Parses a command; empty when it is another one. */
  static Optional<PatchMacro> of(List<String> words) {
    Matcher macro = NAME.matcher(words.get(0));
    if (!macro.matches()) {
      return Optional.empty();
    }
    Options options = new Options(words.subList(1, words.size()));
    boolean named = !macro.group(1).isEmpty();
    List<Integer> numbers = new ArrayList<>(options.numbers);
    if (named) {
      numbers.add(Integer.parseInt(macro.group(1)));
    } else if (numbers.isEmpty()) {
      numbers.add(0); // Old rpm only; new rpm requires a number.
    }
    return Optional.of(new PatchMacro(numbers, named, options.kept.toString(), options.fits));
  }

  boolean applies(int number) {
    return numbers.contains(number);
  }

  /** Returns the line that applies another patch with the same options, never reversed. */
  String like(int number) {
    return (named ? "%patch" + number : "%patch -P " + number) + " -p1" + kept;
  }

  /** The arguments of the macro. */
  private static final class Options {
    private final List<Integer> numbers = new ArrayList<>();
    private final StringBuilder kept = new StringBuilder();
    private boolean fits = true;

    Options(List<String> words) {
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        String option = word.length() > 1 && word.startsWith("-") ? word.substring(0, 2) : "";
        boolean separate = word.length() == 2 && i + 1 < words.size();
        String value = separate ? words.get(i + 1) : word.substring(Math.min(2, word.length()));
        switch (option) {
          case "-P" -> number(value);
          case "-p" -> fits &= value.equals("1") || value.equals("0");
          case "-F", "-b", "-z" ->
              kept.append(' ').append(word).append(separate ? " " + value : "");
          case "-d" -> fits = false;
          case "-o" -> {} // The output file is not for another patch.
          default -> {
            number(word);
            separate = false;
          }
        }
        i += separate ? 1 : 0;
      }
    }

    private void number(String word) {
      if (NUMBER.matcher(word).matches()) {
        numbers.add(Integer.parseInt(word));
      }
    }
  }
}
