// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.nio.file.Path;
import java.util.Locale;

/** Starting point of a kernel configuration; its name is a kind in lower case or a file's path. */
public record ConfigBase(Kind kind, String name) {
  /** Kinds of starting points. */
  public enum Kind {
    /**
     * Vendor's configuration with {@code --lean} if the tree's Makefile has {@code RHEL_MAJOR},
     * since such trees compile with few others; otherwise MINIMAL.
     */
    AUTO,
    /** Smallest configuration, plus fragments with the needs of a guest. */
    MINIMAL,
    /** Default of the architecture. */
    DEFCONFIG,
    /** Vendor's own, from the source package or the tree. */
    VENDOR,
    /** Configuration of this host's running kernel. */
    RUNNING,
    FILE
  }

  static ConfigBase of(Kind kind) {
    return new ConfigBase(kind, kind.name().toLowerCase(Locale.ROOT));
  }

  /** Returns the base with this name or at this path. */
  public static ConfigBase parse(String text) {
    return switch (text) {
      case "auto" -> of(Kind.AUTO);
      case "minimal" -> of(Kind.MINIMAL);
      case "defconfig" -> of(Kind.DEFCONFIG);
      case "vendor" -> of(Kind.VENDOR);
      case "running" -> of(Kind.RUNNING);
      default -> new ConfigBase(Kind.FILE, Path.of(text).toAbsolutePath().toString());
    };
  }

  /** Returns whether the base is MINIMAL or may become it. */
  public boolean isMinimalOrAuto() {
    return kind == Kind.MINIMAL || kind == Kind.AUTO;
  }
}
