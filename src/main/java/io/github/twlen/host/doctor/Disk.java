// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.host.doctor.Finding.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A file system, and what a run writes there: what goes to the same one adds up.
 *
 * @param uses what is written
 * @param freeBytes what this user may still write
 * @param neededBytes what is written there at most
 * @param leastBytes what is written there in any case
 * @param forbidden those of the uses whose places this user may not write to
 */
public record Disk(
    List<String> uses,
    Path folder,
    long freeBytes,
    long neededBytes,
    long leastBytes,
    List<String> forbidden) {
  /** Copies what it is given. */
  public Disk {
    uses = List.copyOf(uses);
    forbidden = List.copyOf(forbidden);
  }

  /**
   * A file system, as far as it is looked at.
   *
   * @param id tells it from others of this host
   */
  record Volume(Object id, long freeBytes) {
    /** The one on which a path lies. */
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

  /** Looks at the places of all uses. */
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
        uses.get(0).folder(),
        volume.freeBytes(),
        uses.stream().mapToLong(DiskUse::bytes).sum(),
        uses.stream().mapToLong(DiskUse::least).sum(),
        shown(uses.stream().filter(Disk::byThisUser).filter(use -> !writable(use.folder()))));
  }

  private static List<String> shown(Stream<DiskUse> uses) {
    return uses.map(use -> use.what() + " " + use.folder()).toList();
  }

  /** Whether twlen writes there itself, and not a daemon. */
  private static boolean byThisUser(DiskUse use) {
    return use.what().equals("cache") || use.what().equals("output");
  }

  private static boolean writable(Path folder) {
    Path there = existing(folder);
    return Files.isDirectory(there) && Files.isWritable(there);
  }

  private static Path existing(Path folder) {
    Path there = folder.toAbsolutePath().normalize();
    for (Optional<Path> up = Optional.of(there); up.isPresent(); ) {
      there = up.get();
      if (Files.exists(there)) {
        return there;
      }
      up = Optional.ofNullable(there.getParent());
    }
    return there;
  }

  /** Whether this user may write to all places. */
  public boolean writable() {
    return forbidden.isEmpty();
  }

  /** Whether there is as much as is needed. */
  public boolean enough() {
    return freeBytes >= neededBytes;
  }

  /** For a person. */
  public Finding finding() {
    String what =
        String.format(
            "%s free, %s needed: %s",
            ByteSize.of(freeBytes), ByteSize.of(neededBytes), String.join(", ", uses));
    if (!writable()) {
      return new Finding(
          "disk",
          Standing.LACKING,
          what + "; this user may not write here: " + String.join(", ", forbidden),
          "choose other places with --output or XDG_CACHE_HOME");
    }
    return enough()
        ? Finding.fine("disk", what)
        : new Finding(
            "disk",
            freeBytes < leastBytes ? Standing.LACKING : Standing.WARNING,
            what,
            "make room (`twlen cache prune` empties the cache), or choose another place with"
                + " --output or XDG_CACHE_HOME");
  }
}
