// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.fixture.SourcePackages;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.fixture.VagrantHost;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --in vagrant} through the command line: the real Vagrant, and real guests from the box
 * that this repository builds. One test, since guests take their time.
 */
@Tag("e2e")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class VagrantPackagesIT {
  @TempDir Path folder;

  private TwlenProgram.Result build(VagrantHost host, Path source, String... more) {
    List<String> words = new ArrayList<>(List.of("build", source.toString(), "--seconds", "15"));
    words.addAll(List.of("-o", "out", "--in", "vagrant", "--box", host.box().toString()));
    words.addAll(List.of("--provider", "libvirt", "--emulate", "--builder-memory", "1024"));
    words.addAll(List.of(more));
    return new TwlenProgram(folder, folder.resolve("a cache"))
        .behind(host.inside().toArray(String[]::new))
        .run(words.toArray(String[]::new));
  }

  @Test
  void buildsToyInGuestAndRemovesIt() throws Exception {
    Path rpm =
        SourcePackages.toy(
            Files.createDirectory(folder.resolve("vendor")),
            SourcePackages.APPLIES,
            "%{?spoilt:echo \"tcp.c:7:1: error: %{spoilt}\" >&2; exit 1}");
    try (VagrantHost host = VagrantHost.start(folder.resolve("host"))) {
      byRpmbuildAndTheGuestStays(host, rpm);
      failingAfterThatGuestIsRemoved(host, rpm);
      assertThat(processesIn(host)).noneMatch(line -> line.contains("qemu-system"));
      host.close();
      assertThat(processesIn(host)).isEmpty();
      assertThat(host.vagrantHome()).doesNotExist();
      assertThat(new CommandRunner().run(Command.of("ip", "netns", "list")).output())
          .noneMatch(line -> line.startsWith(host.namespace()));
    }
  }

  private void byRpmbuildAndTheGuestStays(VagrantHost host, Path rpm) {
    TwlenProgram.Result result = build(host, rpm, "--keep");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(folder.resolve("out/kernel-3.10.0-1.el7.tw15.x86_64.rpm")).exists();
    assertThat(folder.resolve("out/kernel-devel-3.10.0-1.el7.tw15.x86_64.rpm")).exists();
    assertThat(folder.resolve("out/bzImage")).content().contains("(15*HZ)");
    assertThat(folder.resolve("out/report.json")).content().contains("\"vagrant " + host.box());
    assertThat(host.guests()).singleElement().asString().startsWith("twlen-build-");
  }

  /** As after a run that was killed. */
  private void failingAfterThatGuestIsRemoved(VagrantHost host, Path rpm) {
    TwlenProgram.Result result = build(host, rpm, "--define", "spoilt in the guest");
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err())
        .contains("of an earlier run")
        .contains("rpmbuild -bb failed: tcp.c:7:1: error: in the guest");
    assertThat(folder.resolve("out/build.log"))
        .content()
        .contains("tcp.c:7:1: error: in the guest");
    assertThat(host.guests()).isEmpty();
  }

  private static List<String> processesIn(VagrantHost host) {
    return new CommandRunner()
        .run(Command.of("ip", "netns", "pids", host.namespace())).output().stream()
            .map(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
            .flatMap(Optional::stream)
            .map(process -> process.info().commandLine().orElse("?"))
            .toList();
  }
}
