// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.SampleArchitectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KconfigTest {
  @TempDir Path tree;

  @Test
  void readsGeneralOptionsAndThoseOfX86() throws IOException {
    write("init/Kconfig", "menuconfig EXPERT\n\tbool \"x\"\n\nif EXPERT\n  config FUTEX\n");
    write("arch/x86/Kconfig", "config 64BIT\n");
    write("arch/arm/Kconfig", "config ARM_ONLY\n");
    write("drivers/net/Kconfig.debug", "config NET_DEBUG\n");
    write("Documentation/text", "config NONSENSE\n");
    Kconfig kconfig = Kconfig.of(tree, SampleArchitectures.X86_64);
    for (String option : new String[] {"EXPERT", "CONFIG_FUTEX", "CONFIG_64BIT", "NET_DEBUG"}) {
      assertThat(kconfig.defines(option)).as(option).isTrue();
    }
    for (String option : new String[] {"ARM_ONLY", "NONSENSE", "CONFIG_RD_ZSTD"}) {
      assertThat(kconfig.defines(option)).as(option).isFalse();
    }
  }

  @Test
  void definesEveryOptionWithoutKconfigFiles() {
    assertThat(Kconfig.of(tree, SampleArchitectures.X86_64).defines("CONFIG_ANY")).isTrue();
    assertThat(Kconfig.of(tree, SampleArchitectures.X86_64).defaultText("CONFIG_ANY")).isEmpty();
  }

  @Test
  void readsTheFirstDefaultOfAStringOption() throws IOException {
    write(
        "certs/Kconfig",
        """
        config KEY
        \tstring "k"
        \tdefault "a.pem" if NEW
        \tdefault "b.pem"

        config NONE
        \tstring
        """);
    assertThat(Kconfig.of(tree, SampleArchitectures.X86_64).defaultText("CONFIG_KEY"))
        .contains("a.pem");
    assertThat(Kconfig.of(tree, SampleArchitectures.X86_64).defaultText("CONFIG_NONE")).isEmpty();
  }

  @Test
  void findsTargetsOutsideComments() throws IOException {
    write("Makefile", "# tinyconfig came later\n");
    write("scripts/kconfig/Makefile", "oldnoconfig olddefconfig: $(obj)/conf\n\t$< --$@\n");
    Kconfig kconfig = Kconfig.of(tree, SampleArchitectures.X86_64);
    assertThat(kconfig.hasTarget("olddefconfig")).isTrue();
    assertThat(kconfig.hasTarget("oldnoconfig")).isTrue();
    assertThat(kconfig.hasTarget("tinyconfig")).isFalse();
    assertThat(kconfig.hasTarget("defconfig")).isFalse();
  }

  private void write(String name, String text) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }
}
