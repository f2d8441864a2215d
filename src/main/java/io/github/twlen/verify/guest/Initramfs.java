// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.archive.rpm.CpioWriter;
import io.github.twlen.verify.probe.ProbeFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The initramfs of the guest: busybox and the probe in a newc cpio, compressed with gzip. */
final class Initramfs {
  private static final List<String> DIRECTORIES = List.of("bin", "dev", "proc", "sys", "probe");

  /** The applets of busybox that init and the probe use. */
  private static final List<String> NAMES =
      List.of(
          "cat", "dmesg", "grep", "gzip", "ip", "mount", "nc", "reboot", "sed", "sh", "sleep",
          "uname", "unshare");

  private Initramfs() {}

  /** Creates it, reproducibly; throws MissingDependencyFailure when busybox cannot be read. */
  static byte[] of(StaticBusybox busybox, ProbeFiles probe) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes);
        CpioWriter cpio = new CpioWriter(gzip)) {
      for (String directory : DIRECTORIES) {
        cpio.directory(directory, 0755);
      }
      // The kernel opens this one for init before init mounts /dev.
      cpio.characterDevice("dev/console", 0600, 5, 1);
      cpio.file("bin/busybox", 0755, Files.readAllBytes(busybox.file()));
      for (String name : NAMES) {
        cpio.symlink("bin/" + name, "busybox");
      }
      cpio.file("init", 0755, probe.init().getBytes(StandardCharsets.UTF_8));
      cpio.file("probe/timewait-probe.sh", 0755, probe.script().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new MissingDependencyFailure(
          "cannot read " + busybox.file() + ": " + e.getMessage(),
          "make it readable, or install busybox-static again");
    }
    return bytes.toByteArray();
  }
}
