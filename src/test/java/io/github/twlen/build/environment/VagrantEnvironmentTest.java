// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.TestRun;
import io.github.twlen.process.vagrant.FakeTools;
import io.github.twlen.process.vagrant.VagrantTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VagrantEnvironmentTest {
  @TempDir Path temp;
  private FakeTools fake;
  private Path cache;
  private RunContext context;
  private Path work;

  @BeforeEach
  void folders() throws Exception {
    fake = new FakeTools(temp.resolve("tools"));
    cache = temp.resolve("a cache");
    context = TestRun.in(cache);
    context.workspace().root(); // Marks the cache before anything is in it.
    work = Files.createDirectories(cache.resolve("trees/t"));
  }

  private ActiveEnvironment open(VagrantTools tools, boolean keep) {
    return open(tools, keep, ContainerfileCommands.NONE);
  }

  private ActiveEnvironment open(
      VagrantTools tools, boolean keep, ContainerfileCommands provisioning) {
    return new VagrantEnvironment(
            "some/box",
            Optional.empty(),
            1024,
            2,
            unused -> true,
            keep,
            provisioning,
            Optional.empty(),
            tools,
            name -> Optional.of(new byte[] {'#', '\n'}))
        .open(work, context);
  }

  @Test
  void showsPlainPathsInTheGuest() {
    try (ActiveEnvironment active = open(fake.with("", ""), false)) {
      assertThat(active.shown(work)).isEqualTo(Path.of("/var/tmp/twlen/trees/t"));
      assertThat(active.shown(cache)).isEqualTo(Path.of("/var/tmp/twlen"));
      assertThatThrownBy(() -> active.shown(temp)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(fake.vagrantCalls()).containsExactly("--version", "up", "ssh-config", "destroy");
  }

  /** Testing KVM takes seconds, so it must wait until the guest starts. */
  @Test
  void testsKvmWhenTheGuestStarts() throws Exception {
    open(fake.with("", ""), true).close();
    try (Stream<Path> files = Files.walk(cache.resolve("vagrant"))) {
      Path settings = files.filter(file -> file.endsWith("twlen.json")).findFirst().orElseThrow();
      assertThat(settings).content().containsPattern("\"emulate\" ?: ?true");
    }
  }

  @Test
  void keepsTheGuestOnRequest() {
    open(fake.with("", ""), true).close();
    assertThat(fake.vagrantCalls()).doesNotContain("destroy");
    open(fake.with("", ""), false).close();
    assertThat(fake.vagrantCalls()).endsWith("status", "destroy", "up", "ssh-config", "destroy");
  }

  @Test
  void distinguishesHostErrorsFromGuestErrors() {
    VagrantTools noBox =
        fake.with("echo '1,,error-exit,Vagrant::Errors::BoxNotFound,no'\nexit 1\n", "");
    assertThatThrownBy(() -> open(noBox, false))
        .isInstanceOf(MissingDependencyFailure.class)
        .hasMessage("cannot find Vagrant box some/box: no");
    VagrantTools silent =
        fake.with("echo '1,,error-exit,Vagrant::Errors::VMBootTimeout,no'\nexit 1\n", "");
    assertThatThrownBy(() -> open(silent, false))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("did not answer ssh");
  }

  @Test
  void provisionsABareBoxAsRoot() throws Exception {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Path sudo =
        Files.writeString(bin.resolve("sudo"), "#!/bin/sh\nshift 2\nSUDO=yes exec sh \"$@\"\n");
    assertThat(sudo.toFile().setExecutable(true)).isTrue();
    String ssh = "for word; do :; done\nPATH='" + bin + "':$PATH exec sh -c \"$word\"\n";
    Path made = temp.resolve("made");
    ContainerfileCommands installs =
        ContainerfileCommands.of(
            "FROM a\nRUN test $SUDO = yes \\\n && echo \"it's\" > '" + made + "'\n");
    open(fake.with("", ssh), false, installs).close();
    assertThat(made).hasContent("it's");

    ContainerfileCommands fails =
        ContainerfileCommands.of("FROM a\nRUN echo no package gcc >&2; exit 1\n");
    assertThatThrownBy(() -> open(fake.with("", ssh), false, fails))
        .isInstanceOf(MissingDependencyFailure.class)
        .hasMessageContaining("box some/box: no package gcc");
    assertThat(fake.vagrantCalls()).endsWith("destroy");
  }
}
