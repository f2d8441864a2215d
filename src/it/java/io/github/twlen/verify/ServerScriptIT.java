// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.verify.guest.DebianGuest;
import io.github.twlen.verify.guest.EnterpriseGuests;
import io.github.twlen.verify.guest.GuestFolder;
import io.github.twlen.verify.guest.GuestFolder.Run;
import io.github.twlen.verify.guest.GuestFolder.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Looks at simulated hosts, restarts them, and removes kernels from them. Needs root. */
class ServerScriptIT {
  private static final String BUILT = "6.1.192-tw15";

  @TempDir private Path folder;

  private GuestFolder host(EnterpriseGuests system) throws IOException {
    GuestFolder host = system.guest(folder, Shell.DASH);
    prepare(host);
    return host;
  }

  private static void prepare(GuestFolder host) throws IOException {
    for (String stub : new String[] {"df", "who", "shutdown"}) {
      host.stub(stub);
    }
    host.write("free", "12345\n");
    host.write("users", "alice pts/0 2026-11-30 (10.0.0.5)\n");
    host.write("proc/uptime", "3600.25 7200.00\n");
    host.write("proc/sys/kernel/random/boot_id", "2f1a\n");
    host.write("etc/os-release", "NAME=x\nPRETTY_NAME=\"A System 9\"\n");
    host.write(
        "proc/77/cgroup", "0::/system.slice/docker-0123456789abcdef0123456789abcdef.scope\n");
    host.write("proc/78/cgroup", "3:cpu:/docker/0123456789abcdef0123456789abcdef\n");
    host.write("proc/79/cgroup", "0::/machine.slice/libpod-fedcba987654fedcba.scope/container\n");
    host.write("proc/80/cgroup", "0::/user.slice/user-0.slice\n");
  }

  private GuestFolder debian() throws IOException {
    GuestFolder host = DebianGuest.in(folder, Shell.DASH, "ro", "dpkg-query");
    prepare(host);
    return host;
  }

  private static void install(GuestFolder host, EnterpriseGuests system) throws IOException {
    Run run = host.run("install", system.built(), system.kernel(host));
    assertThat(run.exit()).as(run.output().toString()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void reportsTheStateOfEachStep(EnterpriseGuests system) throws IOException {
    GuestFolder host = host(system);
    Map<String, String> before = host.files();
    Run look = host.run("look", system.built());
    assertThat(look.exit()).as(look.output().toString()).isZero();
    assertThat(host.files()).isEqualTo(before);
    assertThat(look.said())
        .contains(
            "running " + system.running(),
            "boot-id 2f1a",
            "system A System 9",
            "uptime 3600",
            "kind rpm",
            "free /boot 12345 /boot",
            "user alice pts/0 2026-11-30 (10.0.0.5)",
            "container docker 0123456789ab",
            "container podman fedcba987654",
            "secure-boot disabled",
            "default " + system.running(),
            "next ",
            "did look")
        .doesNotContain("installed " + system.built())
        .filteredOn(line -> line.startsWith("container "))
        .hasSize(2);

    install(host, system);
    assertThat(host.run("look", system.built()).said())
        .contains(
            "installed " + system.built(),
            "ours " + system.built(),
            "default " + system.running(),
            "next ");
    assertThat(host.run("once", system.built()).exit()).isZero();
    assertThat(host.run("look", system.built()).said())
        .contains("default " + system.running(), "next " + system.built());
    assertThat(host.boot()).isEqualTo(system.built());
    assertThat(host.run("look", system.built()).said())
        .contains("running " + system.built(), "default " + system.running(), "next ");
    assertThat(host.run("keep", system.built()).exit()).isZero();
    assertThat(host.run("look", system.built()).said()).contains("default " + system.built());
  }

  @ParameterizedTest
  @EnumSource
  void removesAKernelAndItsEntry(EnterpriseGuests system) throws IOException {
    GuestFolder host = host(system);
    install(host, system);
    assertThat(host.run("once", system.built()).exit()).isZero();
    assertThat(host.run("remove", system.built()).said())
        .first()
        .isEqualTo("failed " + system.built() + " is selected for the next boot");
    assertThat(host.boot()).isEqualTo(system.built());
    assertThat(host.run("remove", system.built()).said())
        .first()
        .isEqualTo("failed " + system.built() + " is the running kernel");
    assertThat(host.boot()).isEqualTo(system.running());

    Run run = host.run("remove", system.built());
    assertThat(run.said()).as(run.output().toString()).containsExactly("did rpm -e");
    assertThat(host.files().keySet())
        .noneMatch(name -> name.contains(system.built()) && !name.startsWith("tmp/"));
    assertThat(host.read("boot/" + config(system))).doesNotContain(system.built());
    assertThat(host.boot()).isEqualTo(system.running());
    assertThat(host.run("remove", system.built()).said()).containsExactly("did rm");
    install(host, system);
  }

  private static String config(EnterpriseGuests system) {
    return system == EnterpriseGuests.EL6 ? "grub/grub.conf" : "grub2/grub.cfg";
  }

  @Test
  void removesOnlyThePackagesOfThatBuild() throws IOException {
    EnterpriseGuests system = EnterpriseGuests.EL9;
    GuestFolder host = host(system);
    install(host, system);
    String build = system.built();
    host.write(
        "rpmdb",
        host.read("rpmdb")
            + "kernel-modules-%1$s x\nkernel-devel-%1$s x\nkernel-core-%2$s x\n"
                .formatted(build, system.running()));
    Run run = host.run("remove", build);
    assertThat(run.calls()).contains("rpm|-e|kernel-core-" + build + "|kernel-modules-" + build);
  }

  @Test
  void removesADebAndTheFileOfTwlen() throws IOException {
    GuestFolder host = debian();
    Map<String, String> before = host.files();
    String deb = host.pack("tmp/k.deb", "boot/vmlinuz-" + BUILT);
    assertThat(host.run("install", BUILT, deb).exit()).isZero();
    host.command("update-grub");
    assertThat(host.run("once", BUILT).exit()).isZero();
    assertThat(host.boot()).isEqualTo(BUILT);
    assertThat(host.run("keep", BUILT).exit()).isZero();
    assertThat(host.run("look", BUILT).said()).contains("default " + BUILT);
    assertThat(host.run("back", BUILT).exit()).isZero();
    assertThat(host.run("look", BUILT).said()).contains("default " + DebianGuest.RUNNING);
    assertThat(host.boot()).isEqualTo(DebianGuest.RUNNING);
    host.write("owned", "");
    Run run = host.run("remove", BUILT);
    assertThat(run.said()).as(run.output().toString()).containsExactly("did dpkg -P");
    Files.delete(host.path("owned"));
    Files.delete(host.path("tmp/k.deb"));
    before.remove("boot/grub/grubenv");
    Map<String, String> after = host.files();
    after.remove("boot/grub/grubenv");
    assertThat(after).isEqualTo(before);
    assertThat(host.boot()).isEqualTo(DebianGuest.RUNNING);
  }

  @Test
  void keepsTheFileForAnotherKernelOfTwlen() throws IOException {
    GuestFolder host = debian();
    host.write("boot/vmlinuz-6.1.192-tw30", "new");
    String deb = host.pack("tmp/k.deb", "boot/vmlinuz-" + BUILT);
    assertThat(host.run("install", BUILT, deb).exit()).isZero();
    assertThat(host.run("look").said()).contains("ours " + BUILT, "ours 6.1.192-tw30");
    assertThat(host.run("remove", BUILT).exit()).isZero();
    assertThat(host.path("etc/default/grub.d/twlen.cfg")).exists();
  }

  /** The debug kernel of a vendor and a kernel of someone named tw are not ours. */
  @Test
  void knowsTheNamesOfTwlenOnly() throws IOException {
    GuestFolder host = debian();
    for (String name : new String[] {"6.1-tw", "6.1-twin2", "6.1-tw5a", "6.1.tw30.el9.x86_64"}) {
      host.write("boot/vmlinuz-" + name, "new");
    }
    host.write("boot/vmlinuz-6.1-twctl", "new");
    assertThat(host.run("look").said())
        .filteredOn(line -> line.startsWith("ours "))
        .containsExactlyInAnyOrder("ours 6.1-twctl", "ours 6.1.tw30.el9.x86_64");
  }

  @Test
  void followsTheLinkOfAnEntry() throws IOException {
    GuestFolder host = debian();
    String config = host.read("boot/grub/grub.cfg");
    host.write(
        "boot/grub/grub.cfg", config.replace("/boot/vmlinuz-" + DebianGuest.RUNNING, "/vmlinuz"));
    Files.createSymbolicLink(host.path("vmlinuz"), Path.of("boot/vmlinuz-" + DebianGuest.RUNNING));
    assertThat(host.run("look").said()).contains("default " + DebianGuest.RUNNING);
  }

  @Test
  void restartsOnlyIntoThatKernel() throws Exception {
    GuestFolder host = debian();
    Run other = host.run("restart", BUILT);
    assertThat(other.said())
        .containsExactly(
            "failed the next boot is " + DebianGuest.RUNNING + ", not " + BUILT,
            "fix choose the kernel in the boot menu at the console");
    assertThat(host.run("restart", DebianGuest.RUNNING).said()).containsExactly("did restart");
    for (int i = 0; i < 600 && !Files.exists(host.path("calls")); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(host.read("calls")).isEqualTo("shutdown|-r|now\n");
  }

  @Test
  void reportsTheBootWithoutChanges() throws IOException {
    GuestFolder host = debian();
    assertThat(host.run("booted").said())
        .containsExactly("running " + DebianGuest.RUNNING, "boot-id 2f1a");
  }
}
