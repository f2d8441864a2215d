// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Options whose value names a file that the build reads. A vendor's configuration names files of
 * the vendor's own disk; kbuild finds out only after everything is compiled.
 *
 * @param names the options, each with the folders that its files are relative to
 */
public record FileOptions(Set<String> names) {
  /** Copies what it is given. */
  public FileOptions {
    names = Set.copyOf(names);
  }

  /** A configuration whose files are all there, and a sentence for each option that was changed. */
  public record Settled(String config, List<String> notes) {}

  /** Reads a list: an option a line; lines that begin with # are comments. */
  public static FileOptions parse(String text) {
    Set<String> names = new HashSet<>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(names::add);
    return new FileOptions(names);
  }

  /**
   * Sets each option that names a missing file to the default of the kernel's own Kconfig.
   *
   * @param config the text of a {@code .config}
   * @param tree the top directory of the kernel, which relative names start from
   */
  public Settled settle(String config, Path tree, Kconfig kconfig) {
    Map<String, String> options = ConfigText.options(config);
    Path firmware = tree.resolve(unquoted(options.getOrDefault("CONFIG_EXTRA_FIRMWARE_DIR", "")));
    List<Path> folders = List.of(tree, firmware, tree.resolve("firmware"));
    List<String> notes = new ArrayList<>();
    String settled =
        ConfigText.changed(
            config,
            option -> {
              String text = unquoted(option.getValue());
              String usual = kconfig.defaultText(option.getKey()).orElse("");
              if (!names.contains(option.getKey())
                  || text.equals(usual)
                  || option.getValue().equals(ConfigText.NOT_SET)
                  || areThere(text, folders)) {
                return option;
              }
              notes.add(
                  option.getKey()
                      + "="
                      + option.getValue()
                      + " names a missing file; set to the kernel's default, \""
                      + usual
                      + "\"");
              return Map.entry(option.getKey(), "\"" + usual + "\"");
            });
    return new Settled(settled, List.copyOf(notes));
  }

  private static boolean areThere(String text, List<Path> folders) {
    // A key on a token, RFC 7512: no file at all.
    return text.startsWith("pkcs11:")
        || List.of(text.split("\\s+")).stream().allMatch(name -> isThere(name, folders));
  }

  private static boolean isThere(String name, List<Path> folders) {
    try {
      return folders.stream().anyMatch(folder -> Files.exists(folder.resolve(name)));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String unquoted(String value) {
    return value.replaceAll("^\"|\"$", "");
  }
}
