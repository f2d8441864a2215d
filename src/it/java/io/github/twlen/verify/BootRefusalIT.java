// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.verify.guest.EnterpriseGuests;
import io.github.twlen.verify.guest.GuestFolder;
import io.github.twlen.verify.guest.GuestFolder.Run;
import io.github.twlen.verify.guest.GuestFolder.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Simulated guests of Enterprise Linux that cannot boot a kernel once: kernel-install.sh installs
 * nothing. Needs root.
 */
class BootRefusalIT {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // Set by create.
  private EnterpriseGuests system;

  @SuppressWarnings("NullAway.Init")
  private GuestFolder guest;

  private void create(EnterpriseGuests of, Shell shell) throws IOException {
    system = of;
    guest = of.guest(folder, shell);
  }

  private Run install() throws IOException {
    return guest.run("install", system.built(), system.kernel(guest));
  }

  private void assertBoots(String... releases) throws IOException {
    for (String release : releases) {
      assertThat(guest.boot()).isEqualTo(release);
    }
  }

  /** Nothing was installed, and the guest boots as before. */
  private void assertRefused(String reason, String fix) throws IOException {
    var before = guest.files();
    Run run = install();
    assertThat(run.exit()).as(run.output().toString()).isEqualTo(1);
    assertThat(run.said()).hasSize(2);
    assertThat(run.said().get(0)).startsWith("failed ").contains(reason);
    assertThat(run.said().get(1)).startsWith("fix ").contains(fix);
    var after = guest.files();
    after.keySet().removeIf(name -> name.startsWith("tmp/"));
    before.keySet().removeIf(name -> name.startsWith("tmp/"));
    assertThat(after).isEqualTo(before);
    guest.write("boot/vmlinuz-" + system.built(), "new");
    assertThat(guest.run("once", system.built()).exit()).isEqualTo(1);
    assertBoots(system.running(), system.running());
  }

  @ParameterizedTest
  @EnumSource(names = {"EL7", "EL9"})
  void refusesABrokenEnvironmentBlock(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    String block = guest.read("boot/grub2/grubenv");
    for (String content : new String[] {"", "x".repeat(1024)}) {
      guest.write("boot/grub2/grubenv", content);
      assertRefused("invalid environment block", "run grub2-editenv /boot/grub2/grubenv create");
    }
    guest.write("boot/grub2/grubenv", block);
    for (String error : new String[] {"Read-only file system", "No space left on device"}) {
      guest.write("broken/environment", "cannot open `/boot/grub2/grubenv.new': " + error + "\n");
      assertRefused(error, "grub2-mkconfig -o /boot/grub2/grub.cfg");
    }
    Files.delete(guest.path("broken/environment"));
    Files.delete(guest.path("boot/grub2/grubenv"));
    assertRefused("cannot check GRUB's environment block", "create");
  }

  @ParameterizedTest
  @CsvSource({"EL7, 0", "EL8, 0", "EL9, 1", "EL9, some-id", "EL10, 0"})
  void refusesAFixedDefault(EnterpriseGuests of, String fixed) throws IOException {
    create(of, Shell.DASH);
    String config = guest.read("boot/grub2/grub.cfg");
    guest.write("boot/grub2/grub.cfg", config.replace("${saved_entry}", fixed));
    assertRefused("does not use saved_entry", "GRUB_DEFAULT=saved");
    guest.write("boot/grub2/grub.cfg", config.replace("${next_entry}", fixed));
    assertRefused("does not use next_entry", "grub2-mkconfig -o /boot/grub2/grub.cfg");
    guest.write("boot/grub2/grub.cfg", config + "set default=\"" + fixed + "\"\n");
    assertRefused("overrides the default: ", "remove this line");
  }

  @ParameterizedTest
  @CsvSource({
    "btrfs, EL9",
    "zfs, EL10",
    "ext2 lvm, EL9",
    "xfs mdraid1x, EL8",
    "ext2 cryptodisk luks2, EL7"
  })
  void refusesWhereGrubCannotWrite(String probe, EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    guest.write("probe", probe + "\n");
    String named = probe.replaceFirst("^(ext2|xfs) ", "");
    assertRefused("GRUB cannot write to " + named, "move /boot to a plain partition");
  }

  @ParameterizedTest
  @EnumSource
  void refusesARunningKernelWithoutEntry(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    String other = system.running().replace("-", "-9");
    for (Path file :
        List.of(guest.path("boot/grub2/grub.cfg"), guest.path("boot/grub/grub.conf"))) {
      if (Files.exists(file)) {
        Files.writeString(file, Files.readString(file).replace(system.running(), other));
      }
    }
    Path entry = guest.path("boot/loader/entries/4f1e2d-" + system.running() + ".conf");
    if (Files.deleteIfExists(entry)) {
      EnterpriseGuests.bls(guest, other);
    }
    Run run = install();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said().get(0)).contains("the running kernel " + system.running());
    assertThat(run.calls()).noneMatch(call -> call.startsWith("rpm|"));
  }

  /** grubby saves the title, for which GRUB does not search submenus. */
  @Test
  void refusesARunningKernelInASubmenu() throws IOException {
    create(EnterpriseGuests.EL7, Shell.DASH);
    String newest = EnterpriseGuests.entry("3.10.0-1160.el7.x86_64");
    String submenu = "submenu 'Advanced options' $menuentry_id_option 'advanced' {\n%s}\n";
    String running = EnterpriseGuests.entry(system.running());
    String config =
        EnterpriseGuests.HEADER + newest + submenu.formatted((newest + running).indent(8));
    guest.write("boot/grub2/grub.cfg", config);
    Run run = install();
    assertThat(run.said().get(0)).contains("is not in the top level of the boot menu");
    assertThat(run.said().get(1)).contains("GRUB_DISABLE_SUBMENU=true");
    assertThat(run.calls()).noneMatch(call -> call.startsWith("rpm|"));

    // The newest kernel is in the top level too.
    config = EnterpriseGuests.HEADER + running + submenu.formatted((running + newest).indent(8));
    guest.write("boot/grub2/grub.cfg", config);
    assertThat(install().exit()).isZero();
    assertThat(guest.run("once", system.built()).exit()).isZero();
    assertBoots(system.built(), system.running(), system.running());
  }

  @Test
  void refusesEntriesThatGrubDoesNotRead() throws IOException {
    create(EnterpriseGuests.EL8, Shell.DASH);
    String config = EnterpriseGuests.HEADER + EnterpriseGuests.entry(system.running());
    guest.write("boot/grub2/grub.cfg", config);
    assertRefused("has no blscfg", "GRUB_ENABLE_BLSCFG=true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "default=saved\n"})
  void refusesAnOldGrubWithoutNumber(String line) throws IOException {
    create(EnterpriseGuests.EL6, Shell.DASH);
    String config = guest.read("boot/grub/grub.conf");
    guest.write("boot/grub/grub.conf", config.replace("default=0\n", line));
    Run run = install();
    assertThat(run.said().get(0)).contains("has no line default=NUMBER");
    assertThat(run.said().get(1)).startsWith("fix write default=0 as the first line");
    assertThat(run.calls()).noneMatch(call -> call.startsWith("rpm|"));
  }
}
