// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.RequiredTool;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a file of an architecture. Every error names the file, the line and the column. */
final class ArchitectureReader {
  private static final Set<String> KEYS =
      YamlMap.keys(
          "name", "names", "make", "packages", "image", "guest", "tools", "fragments", "kvm-trial");
  private static final Set<String> MAKE = YamlMap.keys("arch", "directory", "option", "cross");
  private static final Set<String> PACKAGES = YamlMap.keys("rpm", "deb");
  private static final Set<String> IMAGE = YamlMap.keys("target", "path", "magic", "banner");
  private static final Set<String> MAGIC = YamlMap.keys("at", "bytes");
  private static final Set<String> BANNER = YamlMap.keys("pointer", "plus");
  private static final Set<String> GUEST =
      YamlMap.keys("elf", "arguments", "kvm", "emulated", "disk", "console", "console-option");
  private static final Set<String> TOOL =
      YamlMap.keys("step", "name", "programs", "why", "apt", "dnf");
  private static final Set<String> FRAGMENT = YamlMap.keys("name", "options");
  private static final Set<String> TRIAL = YamlMap.keys("bytes", "hex");

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern OPTION = Pattern.compile("CONFIG_[A-Z0-9_]+");
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_]+(/[A-Za-z0-9_.-]+)+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}|0x[0-9a-fA-F]{1,7}");
  private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})+");
  private static final String NAME = "letters, digits, dashes and underscores";

  private final String file;

  ArchitectureReader(String file) {
    this.file = file;
  }

  /** Reads the text of a file; fails when it is invalid. */
  Architecture read(String text) {
    YamlMap map = new YamlMap(file, new YamlText(file).compose(text), "an architecture", KEYS);
    YamlMap make = map.child(map.required("make"), "the names in the tree", MAKE);
    YamlMap packages = map.child(map.required("packages"), "the names of packages", PACKAGES);
    return new Architecture(
        word(map, "name"),
        map.list("names"),
        new Architecture.Make(
            word(make, "arch"),
            word(make, "directory"),
            make.matching("option", OPTION, "an option", "one such as CONFIG_X"),
            word(make, "cross")),
        word(packages, "rpm"),
        word(packages, "deb"),
        image(map.child(map.required("image"), "an image", IMAGE)),
        machine(map.child(map.required("guest"), "a guest", GUEST)),
        map.nodes("tools").stream().map(node -> tool(map.child(node, "a tool", TOOL))).toList(),
        map.nodes("fragments").stream()
            .map(node -> map.child(node, "a fragment", FRAGMENT))
            .collect(
                Collectors.toMap(
                    one -> one.text("name"), one -> one.text("options"), String::concat)),
        map.node("kvm-trial").map(node -> trial(map.child(node, "a test guest", TRIAL))));
  }

  private static Architecture.Image image(YamlMap image) {
    YamlMap magic = image.child(image.required("magic"), "magic bytes", MAGIC);
    return new Architecture.Image(
        word(image, "target"),
        image.matching("path", PATH, "a path in the tree", "one such as arch/x/boot/Image"),
        number(magic, "at"),
        hex(magic, "bytes"),
        image
            .node("banner")
            .map(node -> image.child(node, "the place of the banner", BANNER))
            .map(map -> new Architecture.Banner(number(map, "pointer"), number(map, "plus"))));
  }

  private static Architecture.Machine machine(YamlMap guest) {
    return new Architecture.Machine(
        number(guest, "elf"),
        guest.list("arguments"),
        guest.list("kvm"),
        guest.list("emulated"),
        guest.list("disk"),
        word(guest, "console"),
        guest.matching("console-option", OPTION, "an option", "one such as CONFIG_X"));
  }

  private static RequiredTool tool(YamlMap tool) {
    String name = tool.text("name");
    return new RequiredTool(
        word(tool, "step"),
        false,
        name,
        tool.text("why"),
        tool.text("apt"),
        tool.text("dnf"),
        tool.keys().contains("programs") ? tool.list("programs") : List.of(name));
  }

  private static Architecture.Trial trial(YamlMap trial) {
    return new Architecture.Trial(number(trial, "bytes"), hex(trial, "hex"));
  }

  private static String word(YamlMap map, String key) {
    return map.matching(key, WORD, "valid here", NAME);
  }

  private static int number(YamlMap map, String key) {
    return Integer.decode(map.matching(key, NUMBER, "a number", "one such as 56 or 0x38"));
  }

  /** Returns hexadecimal digits without their spaces and comments. */
  private static String hex(YamlMap map, String key) {
    String digits =
        map.text(key)
            .lines()
            .map(line -> line.replaceFirst("#.*", "").replaceAll("\\s", ""))
            .collect(Collectors.joining());
    return map.matching(key, digits, HEX, "hexadecimal digits", "pairs of hexadecimal digits");
  }
}
