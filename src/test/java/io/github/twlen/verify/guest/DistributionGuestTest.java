// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.process.TestRun;
import io.github.twlen.process.vagrant.FakeTools;
import io.github.twlen.process.vagrant.VagrantBox;
import io.github.twlen.process.vagrant.VagrantMachine;
import io.github.twlen.process.vagrant.VagrantSettings;
import io.github.twlen.process.vagrant.VagrantTools;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.verify.probe.SimulatedProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uses scripts instead of Vagrant, ssh and {@code uname}. */
@Timeout(60)
class DistributionGuestTest {
  private static final String STOCK = "6.1.0-56-cloud-amd64";
  private static final String BUILT = "6.1.192-tw15";
  private static final String RESTARTS = "[ $1 != reload ] || echo " + BUILT + " > '%s/uname'\n";
  private static final String INSTALLS =
      """
      case $1 in
        kind) echo "@twlen1 kind deb" ;;
        install) test -s "$3" && echo Unpacking && echo "@twlen1 did dpkg -i of $2" ;;
        once) echo "@twlen1 did grub-reboot" ;;
      esac
      """;

  @TempDir Path temp;
  private FakeTools fake;
  private Path own;
  private Path out;
  private Path bin;
  private boolean stockToo = true;

  @BeforeEach
  void createDirectories() throws IOException {
    fake = new FakeTools(temp.resolve("tools"));
    own = temp.resolve("machine");
    out = Files.createDirectories(temp.resolve("out ü"));
    bin = Files.createDirectories(temp.resolve("bin"));
    program("sudo", "shift; exec \"$@\"\n");
    program("uname", "cat '" + temp + "/uname'\n");
    program("dmesg", "echo \"[0.0] Linux version $(uname)\"\n");
    Files.writeString(temp.resolve("uname"), STOCK + "\n");
    Files.writeString(temp.resolve("linux-image-tw.deb"), "a package");
    probed(STOCK, new SimulatedProbe().release(STOCK).length(60, 60.5));
    probed(BUILT, new SimulatedProbe().release(BUILT));
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void probed(String release, SimulatedProbe probe) throws IOException {
    Files.write(temp.resolve("probed-" + release), probe.lines());
  }

  private String ssh(String first) {
    return "for word; do :; done\n" + first + "PATH='" + bin + "':$PATH exec sh -c \"$word\"\n";
  }

  private DistributionGuest guest(VagrantTools tools, String installer, boolean keep) {
    VagrantSettings settings =
        new VagrantSettings(
            "m",
            new VagrantBox("some/box", "some/box", Optional.empty()),
            Optional.empty(),
            1024,
            2,
            true,
            Duration.ofMinutes(1),
            Optional.of(own.resolve("console.log")));
    return new DistributionGuest(
        new VagrantMachine(
            own,
            "# nothing\n".getBytes(UTF_8),
            settings,
            tools,
            TestRun.in(own.resolveSibling("cache"))),
        new InstallableKernel(
            BUILT,
            List.of(),
            Optional.of(temp.resolve("linux-image-tw.deb")),
            Optional.empty(),
            Optional.empty()),
        installer,
        new ProbeFiles("", "cat '" + temp + "'/probed-$(uname -r)"),
        GuestLimits.forLength(TimewaitLength.STOCK),
        GuestLimits.forLength(new TimewaitLength(15)),
        stockToo,
        OptionalInt.empty(),
        Optional.empty(),
        Acceleration.TCG,
        out,
        keep,
        Progress.SILENT);
  }

  private DistributionGuest guest(VagrantTools tools) {
    return guest(tools, INSTALLS, false);
  }

  private VagrantTools restarting() {
    return fake.with(RESTARTS.formatted(temp), ssh(""));
  }

  private static GuestFailure failure(DistributionGuest guest) {
    return catchThrowableOfType(GuestFailure.class, guest::call);
  }

  @Test
  void measuresBothKernels() {
    GuestRun run = guest(restarting()).call();
    assertThat(run.measurement().release().text()).isEqualTo(BUILT);
    assertThat(run.before().orElseThrow().measurement().release().text()).isEqualTo(STOCK);
    assertThat(run.installed()).contains(new Installed("dpkg -i of 6.1.192-tw15", "grub-reboot"));
    assertThat(fake.vagrantCalls())
        .containsExactly("--version", "up", "ssh-config", "reload", "ssh-config", "destroy");
    assertThat(out.resolve("install.log")).content().contains("Unpacking");
    assertThat(out.resolve("dmesg.log")).content().contains("Linux version " + BUILT);
    assertThat(out.resolve("stock/dmesg.log")).content().contains("Linux version " + STOCK);
    assertThat(out.resolve("probe.log")).content().contains("release " + BUILT);
    assertThat(out.resolve("vagrant.log")).content().contains("reload");
  }

  @Test
  void keepsTheGuest() {
    guest(restarting(), INSTALLS, true).call();
    assertThat(fake.vagrantCalls()).doesNotContain("destroy");
  }

  @Test
  void reportsAPanicThoughTheGuestIsBack() {
    GuestFailure failure = failure(guest(fake.with(panics("true"), ssh(""))));
    assertThat(failure)
        .hasMessage(
            BUILT
                + " panicked during boot: Kernel panic - not syncing: VFS: Unable to mount"
                + " root fs; the guest rebooted into "
                + STOCK);
    assertThat(failure.lastLines())
        .contains("[ 1.5] VFS: Cannot open root device", "[ 1.6] ---[ end Kernel panic ]---")
        .doesNotContain("[ 0.0] Linux version " + STOCK);
    assertThat(out.resolve("console.log")).content().contains("Kernel panic");
    assertThat(fake.vagrantCalls()).endsWith("reload", "ssh-config", "destroy");
  }

  @Test
  void reportsAPanicWithoutReboot() {
    String never = "echo '1,,error-exit,Vagrant::Errors::VMBootTimeout,no answer'; exit 1";
    GuestFailure failure = failure(guest(fake.with(panics(never), ssh(""))));
    assertThat(failure)
        .hasMessage(
            "the guest's kernel panicked: Kernel panic - not syncing: VFS: Unable to mount root"
                + " fs");
    assertThat(failure.remedy()).contains("did not answer ssh: no answer");
    assertThat(fake.vagrantCalls()).endsWith("reload", "destroy");
  }

  private String panics(String then) {
    return """
    if [ $1 = reload ]; then
      { for line in 1 2 3 4 5 6 7 8; do echo "[ 1.$line] line"; done
        echo '[ 1.5] VFS: Cannot open root device'
        printf '[ 1.6] \\033[31mKernel panic - not syncing: VFS: Unable to mount root fs\\033[0m\\r\\n'
        echo '[ 1.6] ---[ end Kernel panic ]---'
        for line in 1 2 3 4 5 6; do echo; echo "GRUB $line"; done
        echo '[ 0.0] Linux version 6.1.0-56-cloud-amd64'
      } > console.log
      %s
    fi
    """
        .formatted(then);
  }

  @Test
  void reportsTheOldKernelAfterTheReboot() {
    GuestFailure failure = failure(guest(fake.with("", ssh(""))));
    assertThat(failure).hasMessage("the guest booted " + STOCK + ", not " + BUILT);
    assertThat(fake.vagrantCalls()).endsWith("destroy");
  }

  @Test
  void reportsWhyThePackageDidNotInstall() {
    String refuses =
        """
        echo '@twlen1 kind deb'
        [ $1 = kind ] || echo '@twlen1 failed dpkg ended with 1: no room'
        """;
    assertThat(failure(guest(restarting(), refuses, false)))
        .hasMessage("cannot install the kernel in the guest: dpkg ended with 1: no room");
    String dies = "echo '@twlen1 kind deb'\n[ $1 = kind ] || { echo oh >&2; exit 7; }\n";
    assertThat(failure(guest(restarting(), dies, false)))
        .hasMessage("cannot install the kernel in the guest: exit code 7: oh");
    assertThat(fake.vagrantCalls()).endsWith("destroy");
  }

  @Test
  void reportsALostConnectionDuringTheProbe() {
    String drops =
        ssh("case $word in *probed-*) echo '@twlen1 begin'; echo gone >&2; exit 255 ;; esac\n");
    assertThat(failure(guest(fake.with("", drops))).what())
        .matches("the connection was lost \\d+ s into the measurement: gone");
    assertThat(fake.vagrantCalls()).endsWith("destroy");
  }

  @Test
  void reportsAPanicDuringTheProbe() throws IOException {
    String panics =
        ssh(
            "case $word in *probed-*) echo '@twlen1 begin';"
                + " echo 'Kernel panic - not syncing: Fatal exception' > '"
                + own
                + "/console.log'; exit 255 ;; esac\n");
    GuestFailure failure = failure(guest(fake.with("", panics)));
    assertThat(failure)
        .hasMessage("the guest's kernel panicked: Kernel panic - not syncing: Fatal exception");
    assertThat(failure.remedy()).contains("the connection was lost");
  }

  @Test
  void skipsTheGuestsOwnKernel() {
    stockToo = false;
    assertThat(guest(restarting()).call().before()).isEmpty();
    assertThat(out.resolve("stock")).doesNotExist();
  }

  @Test
  void rejectsAGuestWithTheSameRelease() throws IOException {
    Files.writeString(temp.resolve("uname"), BUILT + "\n");
    assertThat(failure(guest(restarting()))).hasMessageContaining("cannot verify " + BUILT);
    assertThat(fake.vagrantCalls()).endsWith("destroy");
  }

  @Test
  void reportsAMissingBoxAsAHostProblem() {
    VagrantTools noBox =
        fake.with("echo '1,,error-exit,Vagrant::Errors::BoxNotFound,no'\nexit 1\n", "");
    assertThat(catchThrowableOfType(MissingDependencyFailure.class, guest(noBox)::call))
        .hasMessage("cannot find Vagrant box some/box: no");
  }

  @Test
  void prefersTheGuestsKindOfPackage() {
    Path rpm = Path.of("k.rpm");
    Path deb = Path.of("k.deb");
    Path tar = Path.of("k.tar");
    Path image = Path.of("bzImage");
    InstallableKernel all =
        new InstallableKernel(
            BUILT, List.of(rpm), Optional.of(deb), Optional.of(tar), Optional.of(image));
    assertThat(all.filesFor("deb")).contains(List.of(deb));
    assertThat(all.filesFor("rpm")).contains(List.of(rpm));
    assertThat(all.filesFor("none")).contains(List.of(tar));
    InstallableKernel onlyRpm =
        new InstallableKernel(
            BUILT, List.of(rpm), Optional.empty(), Optional.empty(), Optional.of(image));
    assertThat(onlyRpm.filesFor("deb")).contains(List.of(rpm));
    assertThat(onlyRpm.filesFor("none")).contains(List.of(image));
    InstallableKernel onlyDeb =
        new InstallableKernel(
            BUILT, List.of(), Optional.of(deb), Optional.empty(), Optional.empty());
    assertThat(onlyDeb.filesFor("rpm")).isEmpty();
    assertThat(onlyDeb.name()).isEqualTo("k.deb");
  }
}
