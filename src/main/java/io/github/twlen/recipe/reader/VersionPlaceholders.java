// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills a version into the texts of a recipe, so that one recipe stands for a whole series: {@code
 * linux-{kernel}.tar.xz} below {@code …/kernel/{series}/}.
 *
 * <p>{@code {series}} is the folder in which kernel.org keeps a version: {@code v6.x} from 3.0 on,
 * {@code v2.6} before.
 */
final class VersionPlaceholders {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");
  private static final Set<String> KNOWN = new TreeSet<>(Set.of("kernel", "series"));

  private final Optional<String> kernel;

  VersionPlaceholders(Optional<String> kernel) {
    this.kernel = kernel;
  }

  /** The first word in braces that cannot be filled in; empty when all can. */
  Optional<String> unknown(String text) {
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      if (!KNOWN.contains(place.group(1)) || kernel.isEmpty()) {
        return Optional.of(place.group());
      }
    }
    return Optional.empty();
  }

  /** The text with the version in its places. */
  String fill(String text) {
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
