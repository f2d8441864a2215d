package io.github.twlen.build;

import java.nio.file.Path;

/** What a kernel's configuration starts from, before the fragments are laid over it. */
public sealed interface ConfigBase {
  /** The word or path that {@link #parse} reads. */
  String name();

  /**
   * A target of the kernel's own makefile.
   *
   * @param name the user's word for it
   * @param target the target that writes the {@code .config}
   */
  record Target(String name, String target) implements ConfigBase {}

  /** The configuration of the kernel that runs on this host. */
  record Running(String name) implements ConfigBase {}

  /** A file. */
  record FromFile(Path file) implements ConfigBase {
    @Override
    public String name() {
      return file.toString();
    }
  }

  /**
   * Reads {@code minimal} (the smallest there is, to which the recipe's fragments add what a guest
   * needs), {@code defconfig} (the architecture's default), {@code running}, or the path of a file.
   */
  static ConfigBase parse(String text) {
    return switch (text) {
      case "minimal" -> new Target(text, "tinyconfig");
      case "defconfig" -> new Target(text, "defconfig");
      case "running" -> new Running(text);
      default -> new FromFile(Path.of(text).toAbsolutePath());
    };
  }
}
