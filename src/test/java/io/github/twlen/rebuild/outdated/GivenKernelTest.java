// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.archive.SampleDeb;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.source.SourceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads packages and output directories. */
class GivenKernelTest {
  private static final String REPORT =
      """
      {"source": {"kind": "tarball", "version": "6.1.192-2"}, "build": {"release": "%s"}}
      """;

  @TempDir Path temp;
  private Path deb;

  @BeforeEach
  void pack() throws IOException {
    Files.createDirectories(temp.resolve("tree/boot"));
    Files.writeString(temp.resolve("tree/boot/vmlinuz-6.1.192-tw15"), "kernel");
    Path tar = temp.resolve("data.tar");
    new CommandRunner()
        .run(Command.of("tar", "-C", temp.resolve("tree").toString(), "-cf", tar.toString(), "."));
    Path out = Files.createDirectories(temp.resolve("out"));
    deb = SampleDeb.write(out.resolve("linux-image.deb"), Files.readAllBytes(tar));
  }

  @Test
  void readsThePackageWithoutARelease() {
    GivenKernel kernel = GivenKernel.read(deb);
    assertThat(kernel.tool()).isSameAs(PackageTool.APT);
    assertThat(kernel.name()).isEqualTo(KernelName.of("6.1.192-tw15", "", ""));
  }

  @Test
  void takesTheVersionFromTheReportOfTheSameKernel() throws IOException {
    Files.writeString(temp.resolve("out/report.json"), REPORT.formatted("6.1.192-tw15"));
    assertThat(GivenKernel.read(deb).name().version()).isEqualTo("6.1.192-2");
    assertThat(GivenKernel.read(temp.resolve("out")).name().exact()).isTrue();
    Files.delete(deb);
    assertThat(GivenKernel.read(temp.resolve("out")).name().version()).isEqualTo("6.1.192-2");
  }

  @Test
  void ignoresTheReportOfAnotherKernel() throws IOException {
    Files.writeString(temp.resolve("out/report.json"), REPORT.formatted("6.1.192-tw20"));
    assertThat(GivenKernel.read(deb).name().exact()).isFalse();
    Files.writeString(temp.resolve("out/report.json"), "{ no json");
    assertThat(GivenKernel.read(deb).name().exact()).isFalse();
  }

  @Test
  void rejectsOtherFiles() throws IOException {
    Path other = Files.writeString(temp.resolve("other"), "no package");
    assertThatThrownBy(() -> GivenKernel.read(other))
        .isInstanceOf(SourceFailure.class)
        .hasMessageEndingWith("other: no kernel package");
    assertThatThrownBy(() -> GivenKernel.read(temp)).isInstanceOf(SourceFailure.class);
  }
}
