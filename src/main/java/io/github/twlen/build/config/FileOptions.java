// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Options whose value names files that the build reads. A vendor's configuration names files on the
 * vendor's own disk, which kbuild would miss only after compiling everything.
 */
public record FileOptions(Set<String> names) {
  /** A configuration without missing files, and a sentence for each changed option. */
  public record Settled(String config, List<Message> notes) {}

  /** Reads a table with one option a line. */
  public static FileOptions parse(String text) {
    return new FileOptions(Set.copyOf(ConfigTables.rows(text)));
  }

  /** Sets each option that names a missing file to the default of the kernel's Kconfig. */
  public Settled settle(String config, Path tree, Kconfig kconfig) {
    Map<String, String> options = ConfigText.options(config);
    Path firmware = tree.resolve(unquoted(options.getOrDefault("CONFIG_EXTRA_FIRMWARE_DIR", "")));
    List<Path> directories = List.of(tree, firmware, tree.resolve("firmware"));
    List<Message> notes = new ArrayList<>();
    String settled =
        ConfigText.changed(
            config,
            option -> {
              String text = unquoted(option.getValue());
              String usual = kconfig.defaultText(option.getKey()).orElse("");
              if (!names.contains(option.getKey())
                  || text.equals(usual)
                  || option.getValue().equals(ConfigText.NOT_SET)
                  || exist(text, directories)) {
                return option;
              }
              notes.add(
                  Message.of(
                      BuiltKernel.class,
                      "note.fileOption",
                      "option",
                      option.getKey() + "=" + option.getValue(),
                      "usual",
                      usual));
              return Map.entry(option.getKey(), "\"" + usual + "\"");
            });
    return new Settled(settled, List.copyOf(notes));
  }

  private static boolean exist(String text, List<Path> directories) {
    // A key on a token, RFC 7512, is no file.
    return text.startsWith("pkcs11:")
        || Stream.of(text.split("\\s+")).allMatch(name -> exists(name, directories));
  }

  private static boolean exists(String name, List<Path> directories) {
    try {
      return directories.stream().anyMatch(directory -> Files.exists(directory.resolve(name)));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String unquoted(String value) {
    return value.replaceAll("^\"|\"$", "");
  }
}
