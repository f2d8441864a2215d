// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.GivenFile;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Options of a kernel configuration in kconfig's syntax: {@code CONFIG_X=y}, or {@code # CONFIG_X
 * is not set}. Other lines are comments.
 *
 * @param options name to value; {@value ConfigText#NOT_SET} for an option that must be off
 * @param adaptable whether renamed and unknown options are accepted, as in bundled fragments
 */
public record ConfigFragment(String name, Map<String, String> options, boolean adaptable) {
  private static final String NOT_SET = ConfigText.NOT_SET;

  public ConfigFragment {
    options = Map.copyOf(options);
  }

  /** Reads a user's fragment; fails if a line is neither an option nor a comment. */
  public static ConfigFragment parse(String name, String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isEmpty() && !line.startsWith("#") && ConfigText.options(line).isEmpty()) {
        throw new BuildFailure(
            "cannot read " + name + ":" + (i + 1) + ": '" + line + "' is not a kernel option",
            "write CONFIG_NAME=value, or # CONFIG_NAME is not set");
      }
    }
    return new ConfigFragment(name, ConfigText.options(String.join("\n", lines)), false);
  }

  /** Reads an adaptable fragment; see {@link #adaptable}. */
  public static ConfigFragment packed(String name, String text) {
    return new ConfigFragment(name, parse(name, text).options(), true);
  }

  /** Reads a user's file; fails if it is unreadable or has an invalid line. */
  public static ConfigFragment read(Path file) {
    try {
      return parse(file.toString(), new String(GivenFile.read(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new BuildFailure(
          WorkspaceFailure.reading(file, e).what(), "pass a file with lines such as CONFIG_X=y", e);
    }
  }

  /** Returns the text of a {@code .config} with this fragment's options replaced. */
  public String over(String config) {
    StringBuilder merged = new StringBuilder(ConfigText.without(config, options.keySet()));
    options.keySet().stream().sorted().forEach(o -> merged.append(line(o)).append('\n'));
    return merged.toString();
  }

  /**
   * Returns the options with another value in a finished configuration, each with that value.
   * kconfig silently drops options that are unknown, renamed, or whose dependencies are off.
   */
  public List<String> notInEffect(String config) {
    Map<String, String> actual = ConfigText.options(config);
    return options.entrySet().stream()
        .filter(one -> !one.getValue().equals(actual.getOrDefault(one.getKey(), NOT_SET)))
        .map(Map.Entry::getKey)
        .sorted()
        .map(option -> line(option) + " (is " + actual.getOrDefault(option, NOT_SET) + ")")
        .toList();
  }

  /** Returns this fragment without the options of a later one. */
  public ConfigFragment yieldingTo(ConfigFragment later) {
    Map<String, String> kept = new LinkedHashMap<>(options);
    kept.keySet().removeAll(later.options().keySet());
    return new ConfigFragment(name, kept, adaptable);
  }

  /**
   * Fits an adaptable fragment to a kernel.
   *
   * @param olderNames by an option's present name its older ones, the latest first
   * @param leftOut receives the enabled options that the tree does not define
   */
  public ConfigFragment fitted(
      Kconfig tree, Map<String, List<String>> olderNames, Consumer<String> leftOut) {
    if (!adaptable) {
      return this;
    }
    Map<String, String> fitted = new LinkedHashMap<>();
    options.forEach(
        (option, value) -> {
          Optional<String> known =
              tree.defines(option)
                  ? Optional.of(option)
                  : olderNames.getOrDefault(option, List.of()).stream()
                      .filter(tree::defines)
                      .findFirst();
          if (known.isPresent()) {
            fitted.put(known.get(), value);
          } else if (!value.equals(NOT_SET)) {
            leftOut.accept(option);
          }
        });
    return new ConfigFragment(name, fitted, true);
  }

  private String line(String option) {
    return ConfigText.line(option, options.getOrDefault(option, NOT_SET));
  }
}
