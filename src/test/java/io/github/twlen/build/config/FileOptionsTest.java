// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.SampleArchitectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileOptionsTest {
  private static final FileOptions OPTIONS =
      FileOptions.parse("# words\nCONFIG_KEY\nCONFIG_LIST\nCONFIG_EXTRA_FIRMWARE\n");

  @TempDir Path tree;

  @BeforeEach
  void kconfig() throws IOException {
    Files.writeString(
        tree.resolve("Kconfig"),
        """
        config KEY
        \tstring "The key"
        \tdefault "certs/key.pem"

        config LIST
        \tstring "A list"

        config OTHER
        \tstring "No file"
        """);
  }

  @Test
  void setsAMissingFileToTheKernelsDefault() {
    FileOptions.Settled settled =
        settle("CONFIG_KEY=\"/etc/vendor/key.pem\"\nCONFIG_LIST=\"dbx.list\"\nCONFIG_HZ=250\n");
    assertThat(settled.config())
        .isEqualTo("CONFIG_KEY=\"certs/key.pem\"\nCONFIG_LIST=\"\"\nCONFIG_HZ=250\n");
    assertThat(settled.notes()).hasSize(2);
    assertThat(settled.notes().get(0).toString())
        .startsWith("CONFIG_KEY=\"/etc/vendor/key.pem\" ")
        .endsWith(" \"certs/key.pem\"");
    assertThat(settled.notes().get(1).toString())
        .startsWith("CONFIG_LIST=\"dbx.list\" ")
        .endsWith(" \"\"");
  }

  /** kbuild creates the key with the default name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONFIG_KEY=\"certs/key.pem\"",
        "CONFIG_KEY=\"pkcs11:token=vendor\"",
        "CONFIG_LIST=\"\"",
        "# CONFIG_LIST is not set",
        "CONFIG_LIST=\"Kconfig\"",
        "CONFIG_LIST=\"Kconfig Kconfig\"",
        "CONFIG_OTHER=\"nothing\"",
        "CONFIG_EXTRA_FIRMWARE=\"\""
      })
  void keepsExistingFilesAndOtherValues(String line) {
    assertThat(settle(line + "\n").config()).isEqualTo(line + "\n");
    assertThat(settle(line + "\n").notes()).isEmpty();
  }

  @Test
  void findsFirmwareInItsOwnDirectory() throws IOException {
    Path firmware = Files.createDirectories(tree.resolve("blobs/cpu"));
    Files.writeString(firmware.resolve("a.bin"), "");
    String text = "CONFIG_EXTRA_FIRMWARE=\"cpu/a.bin\"\nCONFIG_EXTRA_FIRMWARE_DIR=\"blobs\"\n";
    assertThat(settle(text).notes()).isEmpty();
    assertThat(settle(text.replace("a.bin", "a.bin cpu/b.bin")).config())
        .startsWith("CONFIG_EXTRA_FIRMWARE=\"\"\n");
  }

  private FileOptions.Settled settle(String text) {
    return OPTIONS.settle(text, tree, Kconfig.of(tree, SampleArchitectures.X86_64));
  }
}
