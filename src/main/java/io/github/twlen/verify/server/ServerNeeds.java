// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.server;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.verify.server.ServerState.Free;
import java.util.Map;
import java.util.TreeMap;

/**
 * The disk space and the architecture that a kernel needs on a server.
 *
 * @param packageKib the size of the files to copy, in KiB
 * @param installedKib their size when installed, in KiB
 * @param imageKib the size of the bootable image, in KiB
 */
public record ServerNeeds(
    Architecture architecture, long packageKib, long installedKib, long imageKib) {
  /** System.map, the configuration, and a new boot menu. */
  private static final long BESIDE_IMAGE_KIB = 12 << 10;

  /**
   * Checks a server.
   *
   * @throws MissingDependencyFailure when the kernel does not fit
   */
  public void require(String host, ServerState state) {
    if (!architecture.name().equals(state.machine())
        && !architecture.names().contains(state.machine())) {
      throw new MissingDependencyFailure(
          "cannot deploy to "
              + host
              + ": the kernel is for "
              + architecture.name()
              + ", the host is "
              + state.machine(),
          "build the kernel with --arch for this host");
    }
    if (!state.installed()) {
      needed(state)
          .forEach(
              (directory, kib) -> {
                Free free = state.free().get(directory);
                if (free != null && free.kib() < kib) {
                  throw full(host, directory, free, kib);
                }
              });
    }
  }

  /** Returns the KiB that each directory needs, those of the same file system together. */
  private Map<String, Long> needed(ServerState state) {
    Map<String, Long> needed = new TreeMap<>();
    needed.put("/boot", imageKib + state.initramfsKib() + BESIDE_IMAGE_KIB);
    needed.put("/lib/modules", installedKib);
    needed.put("/var/tmp", packageKib);
    Map<String, Long> together = new TreeMap<>();
    needed.forEach((directory, kib) -> together.merge(mount(state, directory), kib, Long::sum));
    needed.replaceAll((directory, kib) -> together.getOrDefault(mount(state, directory), kib));
    return needed;
  }

  private static String mount(ServerState state, String directory) {
    Free free = state.free().get(directory);
    return free == null ? directory : free.mount();
  }

  private static MissingDependencyFailure full(
      String host, String directory, Free free, long needed) {
    return new MissingDependencyFailure(
        "cannot deploy to "
            + host
            + ": "
            + directory
            + " has "
            + mib(free.kib())
            + " free, the kernel needs "
            + mib(needed),
        "remove an old kernel there, or enlarge " + free.mount());
  }

  private static String mib(long kib) {
    return (kib + 1023) / 1024 + " MiB";
  }
}
