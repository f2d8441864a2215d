// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static io.github.twlen.fixture.SharedKernels.FOLDER;
import static io.github.twlen.fixture.SharedKernels.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.twlen.fixture.ExclusiveLock;
import io.github.twlen.fixture.SharedKernels;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.fixture.VagrantHost;
import io.github.twlen.manual.Manual;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --guest vagrant} with kernels that fail: the RPM of a real el9 build on this host, of
 * another length, and an image that panics.
 */
@Tag("e2e")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
public class VagrantRejectsIT {
  private static final String EL9 = "-70.1.1.tw15.el9";
  @TempDir private static Path temp;
  @AutoClose private static VagrantHost host;
  private static Path rpm;
  private static Path panics;

  @BeforeAll
  static void host() throws Exception {
    try (ExclusiveLock compilation = SharedKernels.compilation()) {
      rpm = rpmOfEl9();
      panics = SharedKernels.panicking();
    }
    host = VagrantHost.start(temp.resolve("host"));
  }

  /** One after the other: Vagrant copies the box to libvirt for the first guest only. */
  @Test
  void rejectsRpmOfOtherLengthAndPanickingKernel() throws Exception {
    assertThatTheRpmIsInstalledAndFoundOut(verify(rpm, "30", "twlen-wrong"));
    assertThatThePanicIsTold(verify(panics, "15", "twlen-panicked"));
    assertThat(host.guests()).isEmpty();
  }

  private static TwlenProgram.Result verify(Path kernel, String seconds, String output) {
    List<String> words = Manual.words("vagrant/box/README.md", "twlen verify");
    words.set(1, kernel.toString());
    words.set(words.indexOf("--seconds") + 1, seconds);
    words.add("--no-stock");
    return host.twlen().run(host.here(words, output));
  }

  private static void assertThatTheRpmIsInstalledAndFoundOut(TwlenProgram.Result result)
      throws IOException {
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err()).contains("TIME_WAIT is 15 s, expected 30 s");
    JsonNode report = report("twlen-wrong");
    assertThat(report.at("/outcome").asText()).isEqualTo("failed");
    assertThat(report.at("/guest/installedBy").asText()).startsWith("rpm -ivh --oldpackage");
    assertThat(report.at("/measurements/patched/release").asText()).endsWith(EL9 + ".x86_64");
    assertThat(report.at("/measurements/patched/lifetime/medianSeconds").asDouble())
        .isBetween(15.0, 15.5);
  }

  private static void assertThatThePanicIsTold(TwlenProgram.Result result) {
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err())
        .contains(
            "panicked during boot: Kernel panic - not syncing: No working init found",
            "the guest rebooted into",
            "  | ");
    assertThat(FOLDER.resolve("twlen-panicked/console.log")).content().contains("Kernel panic");
  }

  private static Path rpmOfEl9() throws IOException {
    SharedKernels.VendorPackage source = SharedKernels.packed("el9", "");
    SharedKernels.built("twlen-vagrant-el9", source.rpm().toString());
    return FOLDER.resolve("twlen-vagrant-el9/kernel-" + source.version() + EL9 + ".x86_64.rpm");
  }
}
