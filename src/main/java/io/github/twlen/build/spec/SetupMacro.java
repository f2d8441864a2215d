// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A call of {@code %setup} or {@code %autosetup} (rpm: build/parsePrep.c, doSetupMacro).
 *
 * @param name the directory below rpm's build directory, macros unexpanded
 * @param contains {@code -c}: whether the tarball is unpacked in that directory
 * @param usual whether the first source is unpacked: no {@code -T}
 * @param before numbers of the sources that are unpacked beside the directory ({@code -b})
 * @param inside numbers of the sources that are unpacked in the directory ({@code -a})
 * @param patches whether it applies all patches
 */
record SetupMacro(
    String name,
    boolean contains,
    boolean usual,
    Set<Integer> before,
    Set<Integer> inside,
    boolean patches) {
  private static final Set<String> SETUP = Set.of("%setup", "%{setup}");
  private static final Set<String> AUTOSETUP = Set.of("%autosetup", "%{autosetup}");

  /** Parses a command; empty when it is another one. */
  static Optional<SetupMacro> of(List<String> words) {
    boolean auto = AUTOSETUP.contains(words.get(0));
    if (!auto && !SETUP.contains(words.get(0))) {
      return Optional.empty();
    }
    Arguments options = new Arguments(words.subList(1, words.size()), auto ? "nabSp" : "nab");
    return Optional.of(
        new SetupMacro(
            options.name,
            options.flags.contains("c"),
            !options.flags.contains("T"),
            Set.copyOf(options.before),
            Set.copyOf(options.inside),
            auto && !options.flags.contains("N")));
  }

  /** Returns whether it unpacks a source. */
  boolean unpacks(int source) {
    return (usual && source == SpecSource.USUAL)
        || before.contains(source)
        || inside.contains(source);
  }

  /** The arguments: flags, which can be joined, and options with a value. */
  private static final class Arguments {
    private final Set<String> flags = new HashSet<>();
    private final Set<Integer> before = new HashSet<>();
    private final Set<Integer> inside = new HashSet<>();
    private String name = "%{name}-%{version}";

    Arguments(List<String> words, String withValue) {
      List<String> rest = new ArrayList<>(words);
      while (!rest.isEmpty()) {
        String word = rest.remove(0);
        for (int i = 1; word.startsWith("-") && i < word.length(); i++) {
          String option = word.substring(i, i + 1);
          if (withValue.contains(option)) {
            boolean joined = i + 1 < word.length();
            String value = joined ? word.substring(i + 1) : rest.isEmpty() ? "" : rest.remove(0);
            take(option, value);
            break;
          }
          flags.add(option);
        }
      }
    }

    private void take(String option, String value) {
      boolean number = value.matches("\\d{1,9}");
      switch (option) {
        case "n" -> name = value;
        case "a" -> inside.addAll(number ? Set.of(Integer.parseInt(value)) : Set.of());
        case "b" -> before.addAll(number ? Set.of(Integer.parseInt(value)) : Set.of());
        default -> {} // How patches are applied.
      }
    }
  }
}
