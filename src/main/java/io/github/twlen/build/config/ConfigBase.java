// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.nio.file.Path;

/** What a kernel's configuration starts from. */
public sealed interface ConfigBase {
  /** The name of {@link Auto}. */
  String AUTO = "auto";

  /** Returns the name that {@link #parse} reads. */
  String name();

  /**
   * What suits the tree: {@link Vendor} made lean for a tree whose Makefile has {@code RHEL_MAJOR},
   * since those compile with little else; {@link Minimal} for every other one.
   */
  record Auto() implements ConfigBase {
    @Override
    public String name() {
      return AUTO;
    }
  }

  /** The smallest there is, to which fragments add what a guest needs. */
  record Minimal() implements ConfigBase {
    @Override
    public String name() {
      return "minimal";
    }
  }

  /** The architecture's default. */
  record Defconfig() implements ConfigBase {
    @Override
    public String name() {
      return "defconfig";
    }
  }

  /** The vendor's own, from the source package or the tree. */
  record Vendor() implements ConfigBase {
    @Override
    public String name() {
      return "vendor";
    }
  }

  /** The configuration of the kernel that runs on this host. */
  record Running() implements ConfigBase {
    @Override
    public String name() {
      return "running";
    }
  }

  /** A file. */
  record FromFile(Path file) implements ConfigBase {
    @Override
    public String name() {
      return file.toString();
    }
  }

  /** Returns the base of a name, or of the path of a file. */
  static ConfigBase parse(String text) {
    return switch (text) {
      case AUTO -> new Auto();
      case "minimal" -> new Minimal();
      case "defconfig" -> new Defconfig();
      case "vendor" -> new Vendor();
      case "running" -> new Running();
      default -> new FromFile(Path.of(text).toAbsolutePath());
    };
  }
}
