// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.server;

import io.github.twlen.Digits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a server, as read from it.
 *
 * @param system the name of its distribution
 * @param machine its {@code uname -m}
 * @param running its {@code uname -r}
 * @param bootId differs after each restart
 * @param uptime since the last restart
 * @param packages {@code deb}, {@code rpm} or {@code none}
 * @param free the free disk space by directory
 * @param initramfsKib the size of the running kernel's initramfs, in KiB
 * @param users the logged-in users, each with terminal and origin
 * @param containers kind and ID of each running container and virtual machine
 * @param ours the installed kernels that twlen built
 * @param installed whether the kernel in question is installed
 * @param loader the kind of its boot loader
 * @param byDefault the kernel that it boots by default; empty if unknown
 * @param next the kernel selected for one boot; empty if none is
 */
public record ServerState(
    String system,
    String machine,
    String running,
    String bootId,
    Duration uptime,
    String packages,
    Map<String, Free> free,
    long initramfsKib,
    List<String> users,
    List<String> containers,
    List<String> ours,
    boolean installed,
    boolean secureBoot,
    String loader,
    String byDefault,
    String next) {
  private static final String RELEASE = "[A-Za-z0-9][A-Za-z0-9._+~-]{0,127}";

  public ServerState {
    free = Map.copyOf(free);
    users = List.copyOf(users);
    containers = List.copyOf(containers);
    ours = List.copyOf(ours);
  }

  /**
   * The free space of a directory.
   *
   * @param kib in KiB
   * @param mount the mount point of its file system
   */
  public record Free(long kib, String mount) {}

  /**
   * Reads the output of {@code look}.
   *
   * @throws ScriptRefusal when a value is missing or not valid
   */
  static ServerState of(ScriptAnswer answer) throws ScriptRefusal {
    return new ServerState(
        answer.first("system"),
        answer.required("machine"),
        release(answer, "running"),
        answer.required("boot-id"),
        Duration.ofSeconds(number(answer.first("uptime"))),
        answer.required("kind"),
        free(answer.all("free")),
        number(answer.first("initramfs")),
        answer.all("user"),
        answer.all("container"),
        answer.all("ours").stream().filter(name -> name.matches(RELEASE)).toList(),
        !answer.first("installed").isEmpty(),
        answer.first("secure-boot").equals("enabled"),
        answer.required("loader"),
        answer.first("default"),
        answer.first("next"));
  }

  /**
   * Returns a value that is a kernel's release.
   *
   * @throws ScriptRefusal when it is not
   */
  static String release(ScriptAnswer answer, String key) throws ScriptRefusal {
    String value = answer.required(key);
    if (!value.matches(RELEASE)) {
      throw new ScriptRefusal("not a kernel's release: " + value, "");
    }
    return value;
  }

  private static Map<String, Free> free(List<String> lines) {
    Map<String, Free> free = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split(" ", 3);
      if (parts.length == 3 && Digits.number(parts[1]).isPresent()) {
        free.put(parts[0], new Free(number(parts[1]), parts[2]));
      }
    }
    return free;
  }

  private static long number(String text) {
    return Digits.number(text).orElse(0);
  }

  /** Returns whether a kernel boots next, once or by default. */
  public boolean bootsNext(String release) {
    return (next.isEmpty() ? byDefault : next).equals(release);
  }
}
