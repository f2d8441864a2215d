// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The disks of a guest: what it writes goes to a temporary file, never to the image. */
record GuestDisks(DiskImage image, Path folder, String qemuImg, CommandRunner runner) {
  /** Small images grow at their first boot; a distribution's kernel takes half a GiB. */
  private static final long LEAST_BYTES = 20L << 30;

  private static final int SECTOR = 512;

  /** The table of partitions follows; a disk for UEFI only has zeros before it. */
  private static final int BOOT_CODE = 440;

  private static final String DISK = "disk.qcow2";
  private static final String SEED = "seed.iso";

  /**
   * Makes the guest's disk.
   *
   * @throws ImageFailure when QEMU cannot read the image, or its firmware cannot boot it
   */
  void make() {
    requireBios();
    String bytes = Long.toString(Math.max(LEAST_BYTES, image.bytes()));
    call(
        Command.of(qemuImg, "create", "-q", "-f", "qcow2")
            .with("-F", image.format(), "-b", image.file().toString())
            .with(folder.resolve(DISK).toString(), bytes));
  }

  private void requireBios() {
    Path first = folder.resolve("boot-sector");
    call(
        Command.of(qemuImg, "dd", "-f", image.format(), "-O", "raw", "bs=" + SECTOR, "count=1")
            .with("if=" + image.file(), "of=" + first));
    byte[] code;
    try {
      code = Arrays.copyOf(Files.readAllBytes(first), BOOT_CODE);
      Files.delete(first);
    } catch (IOException e) {
      throw WorkspaceFailure.reading(first, e);
    }
    if (Arrays.equals(code, new byte[BOOT_CODE])) {
      throw new ImageFailure(
          image.file(),
          "it has no boot loader for BIOS, and twlen does not start UEFI",
          "pass the vendor's image for BIOS, or use --guest vagrant");
    }
  }

  private void call(Command command) {
    CommandResult result = runner.run(command);
    if (!result.ok()) {
      String error = result.lastLine();
      if (error.contains("No space left")) {
        throw WorkspaceFailure.writing(folder.resolve(DISK), new IOException(error));
      }
      throw new ImageFailure(
          image.file(), error, "check it with `qemu-img check`, or download it again");
    }
  }

  /** Returns the path of the disk with the settings of cloud-init. */
  Path seed() {
    return folder.resolve(SEED);
  }

  /** Returns the arguments of QEMU. */
  List<String> arguments() {
    return List.of(
        "-drive",
        "if=none,id=disk,format=qcow2,cache=unsafe,file=" + escaped(folder.resolve(DISK)),
        "-device",
        "virtio-blk-pci,drive=disk,bootindex=1",
        "-drive",
        "if=none,id=seed,format=raw,readonly=on,file=" + escaped(seed()),
        "-device",
        "virtio-blk-pci,drive=seed");
  }

  /** Returns a path for an option of QEMU, where a comma ends a value. */
  static String escaped(Path path) {
    return path.toString().replace(",", ",,");
  }
}
