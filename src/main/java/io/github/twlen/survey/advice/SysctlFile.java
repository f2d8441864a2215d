// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

/**
 * Commands that set a sysctl and keep it. Each sysctl has a file of its own, so that one remedy is
 * taken back without the others.
 */
final class SysctlFile {
  /** RHEL 5, with Linux 2.6.18, reads no directory at boot. */
  private static final String OLDEST = "/etc/sysctl.conf";

  private static final String FOLDER = "/etc/sysctl.d/60-twlen-";

  private SysctlFile() {}

  /** Returns the file that the distribution of a kernel reads at boot. */
  static String of(String release, String name) {
    return release.startsWith("2.6.18")
        ? OLDEST
        : FOLDER + name.substring(name.lastIndexOf('.') + 1) + ".conf";
  }

  /** Returns the command that prints the present value. */
  static String show(String name) {
    return "sysctl " + name;
  }

  /** Returns the command for now; sysctl(8) refuses an empty value. */
  static String set(String name, String value) {
    if (value.isEmpty()) {
      return "echo > /proc/sys/" + name.replace('.', '/');
    }
    return "sysctl -w " + name + "=" + (value.contains(" ") ? '"' + value + '"' : value);
  }

  static String keep(String file, String name, String value) {
    return "echo '" + name + " = " + value + "' " + (file.equals(OLDEST) ? ">> " : "> ") + file;
  }

  static String remove(String file, String name) {
    return file.equals(OLDEST) ? "sed -i '/^" + name + " = /d' " + file : "rm " + file;
  }
}
