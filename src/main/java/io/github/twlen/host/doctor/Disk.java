// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A file system and all that a run writes to it.
 *
 * @param forbidden uses whose directories this user cannot write
 */
public record Disk(
    List<String> uses, long freeBytes, long neededBytes, long leastBytes, List<String> forbidden) {
  /** A mounted file system. */
  record Volume(Object id, long freeBytes) {
    /** Returns the file system of an existing path. */
    static Volume of(Path existing) {
      try {
        return new Volume(
            Files.getAttribute(existing, "unix:dev"),
            Files.getFileStore(existing).getUsableSpace());
      } catch (IOException e) {
        return new Volume(existing, 0);
      }
    }
  }

  /** Groups uses by file system. */
  static List<Disk> of(List<DiskUse> uses, Function<Path, Volume> volumes) {
    Map<Object, Volume> found = new LinkedHashMap<>();
    Map<Object, List<DiskUse>> together = new HashMap<>();
    for (DiskUse use : uses) {
      Volume volume = volumes.apply(existing(use.folder()));
      found.putIfAbsent(volume.id(), volume);
      together.computeIfAbsent(volume.id(), id -> new ArrayList<>()).add(use);
    }
    return found.values().stream()
        .map(volume -> of(volume, together.getOrDefault(volume.id(), List.of())))
        .toList();
  }

  private static Disk of(Volume volume, List<DiskUse> uses) {
    return new Disk(
        shown(uses.stream()),
        volume.freeBytes(),
        uses.stream().mapToLong(DiskUse::bytes).sum(),
        uses.stream().mapToLong(DiskUse::least).sum(),
        shown(uses.stream().filter(Disk::byThisUser).filter(use -> !writable(use.folder()))));
  }

  private static List<String> shown(Stream<DiskUse> uses) {
    return uses.map(use -> use.what() + " " + use.folder()).toList();
  }

  /** Returns whether twlen itself writes there, not a daemon. */
  private static boolean byThisUser(DiskUse use) {
    return use.what().equals("cache") || use.what().equals("output");
  }

  private static boolean writable(Path folder) {
    Path parent = existing(folder);
    return Files.isDirectory(parent) && Files.isWritable(parent);
  }

  /** Returns the path itself, or its nearest existing parent. */
  private static Path existing(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    return Stream.iterate(absolute, Objects::nonNull, Path::getParent)
        .filter(Files::exists)
        .findFirst()
        .orElse(absolute);
  }

  /** Returns whether this user can write to all directories. */
  public boolean writable() {
    return forbidden.isEmpty();
  }

  public boolean enough() {
    return freeBytes >= neededBytes;
  }

  /** Returns the result for the user. */
  public Finding finding() {
    String what =
        String.format(
            "%s free, %s needed: %s",
            ByteSize.of(freeBytes), ByteSize.of(neededBytes), String.join(", ", uses));
    if (!writable()) {
      return Finding.lacking(
          "disk",
          what + "; not writable: " + String.join(", ", forbidden),
          "choose other directories with --output or XDG_CACHE_HOME");
    }
    String remedy =
        "free space (`twlen cache prune` empties the cache), or choose another directory with"
            + " --output or XDG_CACHE_HOME";
    return enough()
        ? Finding.fine("disk", what)
        : freeBytes < leastBytes
            ? Finding.lacking("disk", what, remedy)
            : Finding.warning("disk", what, remedy);
  }
}
