package io.github.twlen.build;

import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some options of a kernel configuration, as kconfig writes them: {@code CONFIG_X=y}, or {@code #
 * CONFIG_X is not set}. Other lines are comments.
 *
 * @param name where it came from, for messages
 * @param options each option's name with its value; {@value #NOT_SET} for one that must be off
 */
public record ConfigFragment(String name, Map<String, String> options) {
  /** The value of an option that is off. */
  public static final String NOT_SET = "n";

  private static final Pattern SET = Pattern.compile("(CONFIG_[A-Za-z0-9_]+)=(.*)");
  private static final Pattern UNSET = Pattern.compile("# (CONFIG_[A-Za-z0-9_]+) is not set\\s*");

  /**
   * Reads a fragment or a whole {@code .config}.
   *
   * @throws BuildFailure when a line is neither an option nor a comment
   */
  public static ConfigFragment parse(String name, String text) {
    Map<String, String> options = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      Matcher set = SET.matcher(line);
      Matcher unset = UNSET.matcher(line);
      if (set.matches()) {
        options.put(set.group(1), set.group(2));
      } else if (unset.matches()) {
        options.put(unset.group(1), NOT_SET);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        throw new BuildFailure(
            name + ":" + (i + 1) + ": '" + line + "' is not a kernel option",
            "write CONFIG_NAME=value, or # CONFIG_NAME is not set",
            null);
      }
    }
    return new ConfigFragment(name, Map.copyOf(options));
  }

  /**
   * Reads a file of the user's.
   *
   * @throws BuildFailure when it cannot be read or is not right
   */
  public static ConfigFragment read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
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
    StringBuilder merged = new StringBuilder(config.length() + 1_000);
    for (String line : (Iterable<String>) config.lines()::iterator) {
      Matcher set = SET.matcher(line);
      Matcher unset = UNSET.matcher(line);
      String option = set.matches() ? set.group(1) : unset.matches() ? unset.group(1) : "";
      if (!options.containsKey(option)) {
        merged.append(line).append('\n');
      }
    }
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
    Map<String, String> actual = parse(".config", config).options();
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
    return new ConfigFragment(name, Map.copyOf(kept));
  }

  private String line(String option) {
    String value = options.getOrDefault(option, NOT_SET);
    return value.equals(NOT_SET) ? "# " + option + " is not set" : option + "=" + value;
  }
}
