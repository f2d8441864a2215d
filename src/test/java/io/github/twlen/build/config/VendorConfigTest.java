// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.SampleArchitectures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendorConfigTest {
  @TempDir Path tree;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kernel-3.10.0-x86_64.config",
        "kernel-x86_64.config",
        "kernel-x86_64-rhel.config",
        "configs/kernel-2.6.32-x86_64.config",
        "redhat/configs/kernel-4.18.0-x86_64.config"
      })
  void findsTheMainConfigurationAmongOthers(String name) throws IOException {
    write(name, "CONFIG_X86_64=y\n");
    write(name.replace("x86_64", "x86_64-debug"), "CONFIG_DEBUG=y\n");
    write(name.replace("x86_64", "s390x"), "CONFIG_S390=y\n");
    assertThat(find().orElseThrow().text()).isEqualTo("CONFIG_X86_64=y\n");
    assertThat(find().orElseThrow().name()).isEqualTo(Path.of(name).getFileName().toString());
  }

  /** Like el6's merge.pl: a specific file overrides a general one. */
  @Test
  void mergesSeveralFiles() throws IOException {
    write("config-generic", "CONFIG_SMP=y\nCONFIG_HZ=100\nCONFIG_A=m\n");
    write("config-generic-rhel", "# CONFIG_A is not set\n");
    write("config-x86-generic", "CONFIG_HZ=250\n");
    write("config-x86_64-generic-rhel", "CONFIG_HZ=1000\nCONFIG_X86_64=y\n");
    write("config-x86_64-debug", "CONFIG_HZ=1\n");
    write("config-i686", "CONFIG_HZ=2\n");
    assertThat(find().orElseThrow().text())
        .isEqualTo("CONFIG_SMP=y\nCONFIG_HZ=1000\n# CONFIG_A is not set\nCONFIG_X86_64=y\n");
  }

  @Test
  void findsACandidateWithAnUnknownName() throws IOException {
    write("Kconfig", "config X86_64\n");
    write("config.s390", "CONFIG_S390=y\n");
    write("config.1127", "# x\nCONFIG_X86_64=y\n");
    assertThat(find()).isEmpty();
    assertThat(VendorConfig.candidate(tree, SampleArchitectures.X86_64))
        .contains(tree.resolve("config.1127"));
  }

  private Optional<VendorConfig> find() throws IOException {
    byte[] places = Files.readAllBytes(Path.of("recipes/configs/vendor-configs"));
    return VendorConfig.find(
        tree, new String(places, StandardCharsets.UTF_8), SampleArchitectures.X86_64);
  }

  private void write(String name, String text) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }
}
