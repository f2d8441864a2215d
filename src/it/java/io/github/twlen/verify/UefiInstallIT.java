// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.verify.guest.EnterpriseGuests;
import io.github.twlen.verify.guest.GuestFolder;
import io.github.twlen.verify.guest.GuestFolder.Run;
import io.github.twlen.verify.guest.GuestFolder.Shell;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Installs kernels in simulated guests with UEFI and Secure Boot. Needs root. */
class UefiInstallIT {
  private static final String VENDOR = "boot/efi/EFI/centos/";
  private static final String VARIABLE =
      "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // Set by create.
  private EnterpriseGuests system;

  @SuppressWarnings("NullAway.Init")
  private GuestFolder guest;

  private void create(EnterpriseGuests of) throws IOException {
    system = of;
    guest = of.guest(folder, Shell.DASH);
    Files.createDirectories(guest.path("sys/firmware/efi/efivars"));
    Files.write(guest.path(VARIABLE), new byte[] {6, 0, 0, 0, 0});
  }

  /** Up to el8, all of GRUB's files are on the EFI system partition. */
  private void createOnPartition(EnterpriseGuests of) throws IOException {
    create(of);
    Files.createDirectories(guest.path(VENDOR));
    for (String name : new String[] {"grub.cfg", "grubenv"}) {
      Files.move(guest.path("boot/grub2/" + name), guest.path(VENDOR + name));
    }
    Files.createSymbolicLink(
        guest.path("boot/grub2/grubenv"), Path.of("../efi/EFI/centos/grubenv"));
  }

  private void createWithStub(EnterpriseGuests of) throws IOException {
    create(of);
    guest.write(
        VENDOR + "grub.cfg",
        """
        search --no-floppy --root-dev-only --fs-uuid --set=dev 81b5
        set prefix=($dev)/grub2
        export $prefix
        configfile $prefix/grub.cfg
        """);
  }

  private Run install(byte[] image) throws IOException {
    Path file = guest.write("tmp/bzImage", "");
    Files.write(file, image);
    return guest.run("install", system.built(), "/tmp/bzImage");
  }

  private void assertBootsOnce() throws IOException {
    Run run = install("kernel".getBytes(StandardCharsets.US_ASCII));
    assertThat(run.exit()).as(run.output().toString()).isZero();
    Run once = guest.run("once", system.built());
    assertThat(once.exit()).as(once.output().toString()).isZero();
    assertThat(guest.boot()).isEqualTo(system.built());
    assertThat(guest.boot()).isEqualTo(system.running());
    assertThat(guest.boot()).isEqualTo(system.running());
  }

  private void assertRefused(Run run, String reason, String fix) {
    assertThat(run.exit()).as(run.output().toString()).isEqualTo(1);
    assertThat(run.said().get(0)).startsWith("failed ").contains(reason);
    assertThat(run.said().get(1)).startsWith("fix ").contains(fix);
    assertThat(guest.path("boot/vmlinuz-" + system.built())).doesNotExist();
  }

  private void assertRefused(String reason, String fix) throws IOException {
    assertRefused(install(new byte[100]), reason, fix);
  }

  @ParameterizedTest
  @EnumSource(names = {"EL7", "EL8"})
  void bootsOnceFromTheEfiPartition(EnterpriseGuests of) throws IOException {
    createOnPartition(of);
    assertBootsOnce();
  }

  @ParameterizedTest
  @EnumSource(names = {"EL9", "EL10"})
  void bootsOnceBehindAStubOnTheEfiPartition(EnterpriseGuests of) throws IOException {
    createWithStub(of);
    assertBootsOnce();
  }

  /** grub2-reboot makes a plain file then, which GRUB does not read. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesAnUnlinkedEnvironmentBlock(boolean plain) throws IOException {
    createOnPartition(EnterpriseGuests.EL8);
    Files.delete(guest.path("boot/grub2/grubenv"));
    if (plain) {
      guest.write("boot/grub2/grubenv", EnterpriseGuests.block("saved_entry=1"));
    }
    assertRefused(
        "GRUB reads /boot/efi/EFI/centos/grubenv, but grub2-reboot writes /boot/grub2/grubenv",
        "ln -sf /boot/efi/EFI/centos/grubenv /boot/grub2/grubenv");
  }

  @Test
  void refusesAFixedDefaultOnTheEfiPartition() throws IOException {
    createOnPartition(EnterpriseGuests.EL8);
    String config = guest.read(VENDOR + "grub.cfg");
    guest.write(VENDOR + "grub.cfg", config.replace("${saved_entry}", "0"));
    assertRefused("does not use saved_entry", "grub2-mkconfig -o /boot/efi/EFI/centos/grub.cfg");
  }

  @Test
  void refusesAnUnmountedEfiPartition() throws IOException {
    create(EnterpriseGuests.EL9);
    assertRefused("cannot tell which", "mount the EFI system partition at /boot/efi");
  }

  /** The firmware started one of two systems. */
  @ParameterizedTest
  @CsvSource({"File(\\EFI\\centos\\shimx64.efi)", "\\EFI\\centos\\shimx64.efi"})
  void asksTheFirmwareWhichSystemBooted(String path) throws IOException {
    createOnPartition(EnterpriseGuests.EL8);
    guest.write("boot/efi/EFI/BOOT/grub.cfg", "configfile x\n");
    guest.write("boot/efi/EFI/almost/grub.cfg", EnterpriseGuests.HEADER + "blscfg\n");
    assertRefused("cannot tell which", "install efibootmgr");
    guest.stub("efibootmgr");
    guest.write(
        "boot-order",
        "BootCurrent: 0003\nBoot0002* almost HD(1,GPT,8)/File(\\EFI\\almost\\shimx64.efi)\n"
            + "Boot0003* CentOS Linux\tHD(1,GPT,81b5)/"
            + path
            + "\n");
    assertThat(install(new byte[100]).exit()).isZero();
    assertThat(guest.boot()).isEqualTo(system.running());
  }

  @Test
  void refusesTheOldGrub() throws IOException {
    create(EnterpriseGuests.EL6);
    assertRefused("GRUB 0.97 cannot do this with UEFI", "choose the kernel in the boot menu");
  }

  /** The shell of GRUB 0.97 would write to one disk of the mirror. */
  @Test
  void refusesTheOldGrubOnRaid() throws IOException {
    system = EnterpriseGuests.EL6;
    guest = system.guest(folder, Shell.DASH);
    guest.write("proc/mounts", "/dev/sda2 / ext4\n/dev/md127 /boot ext4\n");
    assertRefused("/boot is on RAID", "choose the kernel in the boot menu");
  }

  private static byte[] image(int signatures) {
    ByteBuffer image = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0, (byte) 'M').put(1, (byte) 'Z').putInt(60, 64).putInt(64 + 172, signatures);
    return image.array();
  }

  private void secureBoot(String state) throws IOException {
    guest.stub("mokutil");
    guest.write("secure-boot", state + "\n");
  }

  @Test
  void refusesAnUnsignedKernelUnderSecureBoot() throws IOException {
    createWithStub(EnterpriseGuests.EL9);
    secureBoot("SecureBoot enabled");
    String reason = "Secure Boot is enabled and " + system.built() + " is not signed";
    assertRefused(install(image(0)), reason, "mokutil --import");
    assertRefused(install(new byte[0]), reason, "mokutil --import");
    assertRefused(install("kernel".getBytes(StandardCharsets.US_ASCII)), reason, "mokutil");
    // Packages are opened.
    guest.stub("rpm2cpio");
    guest.stub("cpio");
    assertRefused(guest.run("install", system.built(), system.kernel(guest)), reason, "mokutil");
    // A kernel that was installed otherwise.
    Files.write(guest.path("boot/vmlinuz-" + system.built()), image(0));
    Run once = guest.run("once", system.built());
    assertThat(once.said().get(0)).contains(reason);
    assertThat(guest.boot()).isEqualTo(system.running());
  }

  @Test
  void readsSecureBootWithoutMokutil() throws IOException {
    createWithStub(EnterpriseGuests.EL9);
    Files.write(guest.path(VARIABLE), new byte[] {6, 0, 0, 0, 1});
    assertRefused(install(image(0)), "Secure Boot is enabled", "mokutil");
    Files.delete(guest.path(VARIABLE));
    assertThat(install(image(0)).said())
        .contains("note cannot tell whether Secure Boot is enabled: install mokutil");
  }

  @Test
  void bootsASignedKernelOnce() throws IOException {
    createWithStub(EnterpriseGuests.EL9);
    secureBoot("SecureBoot enabled");
    assertThat(install(image(2048)).exit()).isZero();
    Run once = guest.run("once", system.built());
    assertThat(once.said()).last().isEqualTo("did grub2-reboot");
    assertThat(once.said().get(0)).startsWith("note Secure Boot is enabled: the key");
    assertThat(guest.boot()).isEqualTo(system.built());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SecureBoot disabled",
        "SecureBoot enabled\nSecureBoot validation is disabled in shim"
      })
  void acceptsUnsignedKernelsWithoutSecureBoot(String state) throws IOException {
    createWithStub(EnterpriseGuests.EL9);
    secureBoot(state);
    assertBootsOnce();
  }
}
