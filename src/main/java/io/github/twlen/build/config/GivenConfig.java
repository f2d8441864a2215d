// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.GivenFile;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The text that a configuration starts from, where that is a text and not a target of make. */
final class GivenConfig {
  private GivenConfig() {}

  /**
   * Returns the text; empty for a base that the kernel's own makefiles write.
   *
   * @throws BuildFailure when it cannot be read
   */
  static Optional<String> of(ConfigChoice choice) {
    ConfigBase base = choice.base();
    if (base instanceof ConfigBase.FromFile file) {
      return Optional.of(fromFile(file.file()));
    }
    if (base instanceof ConfigBase.Running) {
      return Optional.of(running());
    }
    return choice.vendor().map(vendor -> vendor.text());
  }

  private static String fromFile(Path file) {
    try {
      return new String(GivenFile.read(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      String why = Files.exists(file) ? GivenFile.reason(file, e) : "no such file";
      throw new BuildFailure(
          "cannot read the configuration " + file + ": " + why,
          "pass --config minimal, vendor, running, defconfig or a readable file",
          e);
    }
  }

  private static String running() {
    String release = System.getProperty("os.version", "");
    Path boot = Path.of("/boot/config-" + release);
    if (Files.isReadable(boot)) {
      return new String(BuildTree.read(boot), StandardCharsets.ISO_8859_1);
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of("/proc/config.gz")))) {
      return new String(in.readNBytes(GivenFile.LONGEST), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new BuildFailure(
          "cannot find the running kernel's configuration: neither "
              + boot
              + " nor /proc/config.gz",
          "pass --config minimal, defconfig or a file",
          e);
    }
  }
}
