// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.RecipeFailure;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Puts a version into the texts of a recipe, so that one recipe covers a whole series: {@code
 * linux-{kernel}.tar.xz} below {@code …/kernel/{series}/}. {@code {series}} is the directory of a
 * version on kernel.org: {@code v6.x} from 3.0 on, {@code v2.6} before.
 *
 * @param kernel the version; empty for a recipe of one kernel
 */
record VersionPlaceholders(Optional<String> kernel) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");
  private static final Set<String> KNOWN = Set.of("kernel", "series");

  /**
   * Returns the text with the version in place of the placeholders.
   *
   * @throws RecipeFailure at the node, when a placeholder has no value
   */
  String fill(YamlMap map, Node at, String text) {
    Optional<String> unknown =
        PLACEHOLDER
            .matcher(text)
            .results()
            .filter(found -> kernel.isEmpty() || !KNOWN.contains(found.group(1)))
            .map(MatchResult::group)
            .findFirst();
    if (unknown.isPresent()) {
      // A password may contain braces.
      String shown = Address.shown(text).contains(unknown.get()) ? unknown.get() : "the braces";
      throw map.wrong(
          at, "cannot replace " + shown, "use {kernel} and {series}, in a recipe with a 'kernel'");
    }
    return kernel
        .map(version -> text.replace("{kernel}", version).replace("{series}", series(version)))
        .orElse(text);
  }

  private static String series(String version) {
    String[] numbers = version.split("[.-]", 3);
    boolean old = numbers[0].equals("2") && numbers.length > 1;
    return "v" + numbers[0] + (old ? "." + numbers[1] : ".x");
  }
}
