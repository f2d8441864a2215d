// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Stubs of the programs that install kernels. Each records its call as a line in {@code /calls}
 * with {@code |} between the arguments. A package is a tar of its files; {@code /refuse/NAME}
 * contains the error message of a failing program. The boot loader's tools are in {@code
 * src/test/fakeboot}; like the real ones, they exit with 0 after a failure.
 */
final class StubPrograms {
  private static final Path FILES = Path.of("src/test/fakeboot");

  /** Each stub begins with it. */
  static final String RECORD =
      """
      name=${0##*/}
      line=$name
      for word; do line="$line|$word"; done
      [ -e /quiet ] || printf '%s\\n' "$line" >> /calls
      if [ -e "/refuse/$name" ]; then cat "/refuse/$name" >&2; exit 1; fi
      """;

  private static final String UNPACK =
      "shift\nfor file; do tar -C / -xf \"$file\" || exit 1; done\n";

  private static final Map<String, String> BODIES =
      Map.ofEntries(
          entry("dpkg", "if [ \"$1\" = -P ]; then rm -f /boot/vmlinuz-*tw*; exit; fi\n" + UNPACK),
          entry("shutdown", ""),
          // Debian's hooks run update-grub.
          entry("apt-get", ""),
          entry("update-initramfs", "echo img > \"/boot/initrd.img-$3\"\n"),
          entry("dracut", "echo img > \"$2\"\n"),
          entry("depmod", "echo dep > \"/lib/modules/$1/modules.dep\"\n"));

  /** Those whose calls are not recorded. */
  private static final Map<String, String> SILENT =
      Map.ofEntries(
          entry("dpkg-query", "[ -e /owned ] || exit 1\necho \"linux-image: $2\"\n"),
          entry("df", "printf 'Filesystem\\n/dev/sda1 9 9 %s 9%% /boot\\n' \"$(cat /free)\"\n"),
          entry("who", "cat /users\n"),
          entry("findmnt", "cat /root-device\n"),
          entry("uname", "cat /running\n"),
          entry("mokutil", "cat /secure-boot\n"),
          entry("efibootmgr", "cat /boot-order\n"),
          entry("rpm2cpio", "tar -xOf \"$1\"\n"),
          entry("cpio", "cat\n"),
          entry("dpkg-deb", "cat \"$2\"\n"),
          entry("mktemp", "echo 'mktemp: No space left on device' >&2\nexit 1\n"));

  /** Programs of the same behaviour under another name. */
  private static final Map<String, String> SAME =
      Map.of(
          "grub-reboot", "grub2-reboot",
          "grub-editenv", "grub2-editenv",
          "grub-probe", "grub2-probe");

  private StubPrograms() {}

  /** Returns the shell script of a stub. */
  static String text(String program) throws IOException {
    if (SILENT.containsKey(program)) {
      return "#!/bin/sh\n" + SILENT.get(program);
    }
    if (BODIES.containsKey(program)) {
      return "#!/bin/sh\n. /record\n" + BODIES.get(program);
    }
    return Files.readString(FILES.resolve(SAME.getOrDefault(program, program)));
  }

  /** Returns a file that stubs include. */
  static String included(String name) throws IOException {
    return Files.readString(FILES.resolve(name));
  }
}
