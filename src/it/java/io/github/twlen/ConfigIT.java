// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configures the toy kernel as a new and as an old version. */
class ConfigIT {
  private static final String GIVEN =
      """
      CONFIG_64BIT=y
      CONFIG_SMP=y
      CONFIG_NR_CPUS=64
      CONFIG_SOUND=m
      CONFIG_GONE=y
      CONFIG_MODULE_SIG=y
      CONFIG_MODULE_SIG_KEY="/var/vendor/key.pem"
      """;

  @TempDir Path folder;
  private Path tree;
  private Path given;
  private TwlenProgram twlen;

  @BeforeEach
  void toy() throws IOException {
    tree = ToyKernel.linux(folder.resolve("linux"));
    given = Files.writeString(folder.resolve("my.config"), GIVEN);
    twlen = new TwlenProgram(folder, folder.resolve("cache"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.6", "3.16"})
  void buildsTheMinimalConfigOfAnOldKernel(String age) throws IOException {
    ToyKernel.aged(tree, age);
    TwlenProgram.Result result = build();
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(output("config"))
        .content()
        .contains("CONFIG_SERIAL_8250_CONSOLE=y", "CONFIG_INET=y", "CONFIG_EXPERT=y")
        .contains("CONFIG_NO_HZ=y", "CONFIG_AUTOFS4_FS=y")
        .contains("# CONFIG_SMP is not set");
    assertThat(result.all()).contains("does not have: ").contains("CONFIG_RD_ZSTD");
    assertThat(output("report.json")).content().contains("\"CONFIG_RD_ZSTD\"");
    assertThat(output("config.diff")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.6", "3.16"})
  void keepsAllOptionsOfAGivenConfiguration(String age) throws IOException {
    ToyKernel.aged(tree, age);
    TwlenProgram.Result result = build("--config", given.toString());
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(output("config"))
        .content()
        .contains("CONFIG_SMP=y", "CONFIG_NR_CPUS=64", "CONFIG_SOUND=m")
        .contains("CONFIG_NEW_WITH_DEFAULT=y")
        .contains("CONFIG_MODULE_SIG_KEY=\"signing_key.pem\"")
        .doesNotContain("CONFIG_INET=y");
    assertThat(output("config.diff"))
        .content()
        .contains("-CONFIG_GONE=y")
        .contains("+CONFIG_NEW_WITH_DEFAULT=y")
        .contains("+CONFIG_MODULE_SIG_KEY=\"signing_key.pem\"");
    assertThat(result.all())
        .contains("dropped 1 ")
        .contains("CONFIG_MODULE_SIG_KEY=\"/var/vendor/key.pem\" names a missing file");
    assertThat(output("report.json")).content().contains("CONFIG_GONE: y to n");
  }

  @Test
  void exits12WhenKconfigDropsAnOption() throws IOException {
    ToyKernel.aged(tree, "3.16");
    Path fragment = Files.writeString(folder.resolve("f.config"), "CONFIG_SERIAL_8250_CONSOLE=y\n");
    TwlenProgram.Result result =
        build("--config", given.toString(), "--fragment", fragment.toString());
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err()).contains("CONFIG_SERIAL_8250_CONSOLE=y (is n) of " + fragment);
    assertThat(output("build.log")).content().doesNotContain("CC  ");
  }

  @Test
  void checksDirectBootBeforeCompiling() throws IOException {
    ToyKernel.aged(tree, "3.16");
    TwlenProgram.Result result =
        twlen.run("rebuild", tree.toString(), "--seconds", "15", "--config", given.toString());
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err())
        .contains("CONFIG_SERIAL_8250_CONSOLE=y (is n)", "CONFIG_INET=y (is n)")
        .contains("--fragment proof.config", "--guest")
        .doesNotContain("CONFIG_MULTIUSER");
    assertThat(output("build.log")).content().doesNotContain("CC  ");
    assertThat(build("--config", given.toString()).exit()).isZero();
    TwlenProgram.Result fixed = build("--config", given.toString(), "--fragment", "proof.config");
    assertThat(fixed.exit()).as(fixed.all()).isZero();
    assertThat(output("config")).content().contains("CONFIG_SERIAL_8250_CONSOLE=y");
  }

  @Test
  void buildsAVendorTreeLeanWithItsConfiguration() throws IOException {
    ToyKernel.aged(tree, "3.6");
    redHat(6);
    Files.createDirectories(tree.resolve("configs"));
    Files.writeString(tree.resolve("configs/kernel-2.6.32-x86_64.config"), GIVEN);
    TwlenProgram.Result result = build();
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(output("config"))
        .content()
        .contains("CONFIG_SMP=y", "CONFIG_NR_CPUS=64", "CONFIG_INET=y")
        .contains("# CONFIG_SOUND is not set", "# CONFIG_MODULE_SIG is not set");
    assertThat(result.all()).contains("--lean").contains("for verification, not for a server");
    assertThat(output("report.json"))
        .content()
        .contains("vendor kernel-2.6.32-x86_64.config", "\"lean\": true", "\"proofOnly\": true");
  }

  @ParameterizedTest
  @CsvSource({"7, config.1127, --config TREE/config.1127 --lean", "6, none, --config FILE --lean"})
  void reportsAMissingVendorConfiguration(int major, String file, String remedy)
      throws IOException {
    redHat(major);
    Files.createSymbolicLink(tree.resolve("configs"), Path.of("redhat/configs"));
    if (!file.equals("none")) {
      Files.writeString(tree.resolve(file), "CONFIG_X86_64=y\n" + GIVEN);
    }
    TwlenProgram.Result result = build();
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err()).contains("no vendor configuration").contains(remedy);
  }

  @Test
  void buildsAnEl8TreeWithoutVendorConfiguration() throws IOException {
    ToyKernel.aged(tree, "3.16");
    redHat(8);
    TwlenProgram.Result result = build();
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(output("config")).content().contains("CONFIG_SMP=y", "CONFIG_INET=y");
    assertThat(result.all()).contains("rhel8.config");
  }

  private void redHat(int major) throws IOException {
    Path makefile = tree.resolve("Makefile");
    Files.writeString(
        makefile, "RHEL_MAJOR = " + major + "\nRHEL_MINOR = 7\n" + Files.readString(makefile));
  }

  private TwlenProgram.Result build(String... more) {
    String[] words = new String[more.length + 4];
    System.arraycopy(new String[] {"build", tree.toString(), "--seconds", "15"}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    return twlen.run(words);
  }

  private Path output(String name) {
    return folder.resolve("twlen-linux-15s").resolve(name);
  }
}
