// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.build.BuildTree;
import io.github.twlen.recipe.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The options that a kernel tree defines for one architecture, read from its Kconfig files. kconfig
 * itself silently drops unknown names (Documentation/kbuild/kconfig-language.rst).
 */
public final class Kconfig {
  private static final Pattern OPTION = Pattern.compile("\\s*(?:menu)?config\\s+([A-Za-z0-9_]+)");
  private static final Pattern DEFAULT = Pattern.compile("\\s+default\\s+\"([^\"]*)\".*");

  private final Path tree;
  private final Map<String, Optional<String>> options;

  private Kconfig(Path tree, Map<String, Optional<String>> options) {
    this.tree = tree;
    this.options = options;
  }

  /** Reads the Kconfig files of a tree, except those of other architectures. */
  public static Kconfig of(Path tree, Architecture architecture) {
    Map<String, Optional<String>> options = new HashMap<>();
    Path architectures = tree.resolve("arch");
    Path own = architectures.resolve(architecture.make().directory());
    BuildTree.find(
            tree,
            Integer.MAX_VALUE,
            (file, a) ->
                String.valueOf(file.getFileName()).startsWith("Kconfig")
                    && (!file.startsWith(architectures)
                        || file.startsWith(own)
                        || architectures.equals(file.getParent())))
        .forEach(file -> read(BuildTree.text(file), options));
    return new Kconfig(tree, options);
  }

  private static void read(String text, Map<String, Optional<String>> options) {
    String current = "";
    for (String line : (Iterable<String>) text.lines()::iterator) {
      Matcher option = OPTION.matcher(line);
      Matcher value = DEFAULT.matcher(line);
      if (option.lookingAt()) {
        current = option.group(1);
        options.putIfAbsent(current, Optional.empty());
      } else if (!current.isEmpty()
          && value.matches()
          && options.getOrDefault(current, Optional.empty()).isEmpty()) {
        options.put(current, Optional.of(value.group(1)));
      }
    }
  }

  /** Returns whether the tree defines an option; true for a tree without any Kconfig file. */
  public boolean defines(String option) {
    return options.isEmpty() || options.containsKey(plain(option));
  }

  /** Returns the first default of a string option, without quotes; empty when it has none. */
  public Optional<String> defaultText(String option) {
    return options.getOrDefault(plain(option), Optional.empty());
  }

  /**
   * Returns whether the tree's makefiles have a configuration target: {@code olddefconfig} since
   * 3.7, {@code tinyconfig} since 3.17; vendors backport both.
   */
  public boolean hasTarget(String target) {
    Pattern named = Pattern.compile("(?m)^[^#\\n]*\\b" + Pattern.quote(target) + "\\b");
    return Stream.of("Makefile", "scripts/kconfig/Makefile")
        .map(tree::resolve)
        .filter(Files::isRegularFile)
        .anyMatch(file -> named.matcher(BuildTree.text(file)).find());
  }

  private static String plain(String option) {
    return option.startsWith("CONFIG_") ? option.substring("CONFIG_".length()) : option;
  }
}
