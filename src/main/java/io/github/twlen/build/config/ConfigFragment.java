// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.GivenFile;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Some options of a kernel configuration, as kconfig writes them: {@code CONFIG_X=y}, or {@code #
 * CONFIG_X is not set}. Other lines are comments.
 *
 * @param name where it came from, for messages
 * @param options each option's name with its value; {@value ConfigText#NOT_SET} for one that must
 *     be off
 * @param adaptable whether it is fitted to the kernel at hand, as the packed ones are: an option
 *     that this kernel has under an older name, or not at all, is no error
 */
public record ConfigFragment(String name, Map<String, String> options, boolean adaptable) {
  private static final String NOT_SET = ConfigText.NOT_SET;

  /**
   * Reads a fragment of the user's.
   *
   * @throws BuildFailure when a line is neither an option nor a comment
   */
  public static ConfigFragment parse(String name, String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    Map<String, String> options = ConfigText.options(String.join("\n", lines));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isEmpty() && !line.startsWith("#") && ConfigText.options(line).isEmpty()) {
        throw new BuildFailure(
            name + ":" + (i + 1) + ": '" + line + "' is not a kernel option",
            "write CONFIG_NAME=value, or # CONFIG_NAME is not set",
            null);
      }
    }
    return new ConfigFragment(name, Map.copyOf(options), false);
  }

  /** Reads a fragment that is fitted to the kernel at hand; see {@link #adaptable}. */
  public static ConfigFragment packed(String name, String text) {
    return new ConfigFragment(name, parse(name, text).options(), true);
  }

  /**
   * Reads a file of the user's.
   *
   * @throws BuildFailure when it cannot be read or is not right
   */
  public static ConfigFragment read(Path file) {
    try {
      return parse(file.toString(), new String(GivenFile.read(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new BuildFailure(
          WorkspaceFailure.reading(file, e).what(),
          "give a file of lines such as CONFIG_NAME=y",
          e);
    }
  }

  /**
   * Lays this fragment over a configuration: its options replace those of the same name.
   *
   * @param config the text of a {@code .config}
   * @return the text that kconfig is to complete
   */
  public String over(String config) {
    StringBuilder merged = new StringBuilder(ConfigText.without(config, options.keySet()));
    options.keySet().stream().sorted().forEach(o -> merged.append(line(o)).append('\n'));
    return merged.toString();
  }

  /**
   * The options that a finished configuration does not have as this fragment wants them, each told
   * with what it has instead. kconfig drops an option silently when what it depends on is off, when
   * it was renamed, or when it does not exist in this kernel.
   *
   * @param config the text of the {@code .config} that kconfig has completed
   */
  public List<String> notInEffect(String config) {
    Map<String, String> actual = ConfigText.options(config);
    List<String> missing = new ArrayList<>();
    options.keySet().stream()
        .sorted()
        .forEach(
            option -> {
              String value = actual.getOrDefault(option, NOT_SET);
              if (!value.equals(options.get(option))) {
                missing.add(line(option) + " (is " + value + ")");
              }
            });
    return missing;
  }

  /** This fragment without the options that a later one decides. */
  public ConfigFragment yieldingTo(ConfigFragment later) {
    Map<String, String> kept = new LinkedHashMap<>(options);
    kept.keySet().removeAll(later.options().keySet());
    return new ConfigFragment(name, Map.copyOf(kept), adaptable);
  }

  /**
   * Fits this fragment to a kernel.
   *
   * @param leftOut told each option that is wanted on and that no Kconfig file of the tree defines
   */
  public ConfigFragment fitted(Kconfig tree, OptionRenames renames, Consumer<String> leftOut) {
    if (!adaptable) {
      return this;
    }
    Map<String, String> fitted = new LinkedHashMap<>();
    options.forEach(
        (option, value) -> {
          Optional<String> known = renames.nameIn(tree, option);
          if (known.isPresent()) {
            fitted.put(known.get(), value);
          } else if (!value.equals(NOT_SET)) {
            leftOut.accept(option);
          }
        });
    return new ConfigFragment(name, Map.copyOf(fitted), true);
  }

  private String line(String option) {
    return ConfigText.line(option, options.getOrDefault(option, NOT_SET));
  }
}
