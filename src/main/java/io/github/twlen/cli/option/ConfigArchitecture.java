// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.GivenFile;
import io.github.twlen.build.config.ConfigBase;
import io.github.twlen.build.config.VendorConfig;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.reader.Architectures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Checks that a configuration is for the kernel's architecture; kconfig would drop most of it. */
final class ConfigArchitecture {
  private ConfigArchitecture() {}

  /**
   * Checks the host's configuration and a file.
   *
   * @throws InvalidOption when it is for another architecture
   */
  static void require(ConfigBase base, Architecture architecture, Architectures known) {
    if (base.kind() == ConfigBase.Kind.RUNNING && !architecture.isOfHost()) {
      throw new InvalidOption(
          "cannot use --config running with --arch "
              + architecture.name()
              + ": this host is "
              + known.hostName(),
          "pass --config minimal, vendor, defconfig or a file");
    }
    if (base.kind() == ConfigBase.Kind.FILE) {
      String text = text(Path.of(base.name()));
      known.all().stream()
          .filter(other -> !other.equals(architecture) && VendorConfig.isOf(text, other))
          .filter(other -> !VendorConfig.isOf(text, architecture))
          .findFirst()
          .ifPresent(other -> reject(base, other));
    }
  }

  private static void reject(ConfigBase base, Architecture other) {
    throw new InvalidOption(
        "cannot use the configuration " + base.name() + ": it is for " + other.name(),
        "pass --arch " + other.name() + ", or another --config");
  }

  private static String text(Path file) {
    try {
      return new String(GivenFile.read(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // The build reports it.
    }
  }
}
