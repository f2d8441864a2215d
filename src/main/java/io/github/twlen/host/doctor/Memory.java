// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.GivenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Memory of this host and of a run, which needs it first for compilers, then for the guest.
 *
 * @param availableBytes {@code MemAvailable} of /proc/meminfo (proc(5)); empty before Linux 3.14
 * @param limitBytes the lowest limit of this process's control groups; empty for none
 * @param jobs parallel compilers on this host; 0 when it compiles nothing
 * @param large whether the kernel has a distribution's configuration
 */
public record Memory(
    OptionalLong availableBytes,
    OptionalLong limitBytes,
    long guestBytes,
    int jobs,
    boolean large) {
  /** Estimated: gcc on one of the kernel's larger files. */
  private static final long COMPILER = 256 * ByteSize.MIB;

  /** Estimated: linking vmlinux without debug information. */
  private static final long LINKER = 512 * ByteSize.MIB;

  private static final long LARGE_LINKER = 4 * ByteSize.GIB;

  /** Control groups version 1 write "no limit" as the largest number of whole pages. */
  private static final long UNLIMITED = 1L << 60;

  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d{1,15}) kB");

  /** Reads the memory of this host. */
  static Memory ofHost(long guestBytes, int jobs, boolean large) {
    return of(Path.of("/"), guestBytes, jobs, large);
  }

  /** Reads the memory from files below a directory. */
  static Memory of(Path root, long guestBytes, int jobs, boolean large) {
    OptionalLong available =
        AVAILABLE
            .matcher(text(root.resolve("proc/meminfo")))
            .results()
            .mapToLong(found -> Long.parseLong(found.group(1)) * 1024)
            .findFirst();
    return new Memory(available, limit(root), guestBytes, jobs, large);
  }

  /** Returns the lowest limit of the process's group and all groups above. */
  private static OptionalLong limit(Path root) {
    LongStream.Builder limits = LongStream.builder();
    for (String line : text(root.resolve("proc/self/cgroup")).lines().toList()) {
      String[] parts = line.split(":", 3); // cgroups(7): hierarchy, controllers, path
      boolean unified = parts.length == 3 && parts[1].isEmpty();
      if (parts.length == 3 && (unified || parts[1].matches("(.*,)?memory(,.*)?"))) {
        Path top = root.resolve(unified ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
        String file = unified ? "memory.max" : "memory.limit_in_bytes";
        Path group = top.resolve(parts[2].replaceFirst("^/+", ""));
        Stream.iterate(group, dir -> dir != null && dir.startsWith(top), Path::getParent)
            .map(dir -> text(dir.resolve(file)).strip())
            .filter(limit -> limit.matches("\\d{1,18}"))
            .forEach(limit -> limits.add(Long.parseLong(limit)));
      }
    }
    return limits.build().filter(limit -> limit < UNLIMITED).min();
  }

  private static String text(Path file) {
    try {
      return new String(GivenFile.read(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** Returns the lower of available memory and limit; empty when neither is known. */
  public OptionalLong usableBytes() {
    return Stream.of(availableBytes, limitBytes).flatMapToLong(OptionalLong::stream).min();
  }

  /** Returns the most that the compilers use; they end before the guest starts. */
  public long compilersBytes() {
    return jobs == 0 ? 0 : Math.max(jobs * COMPILER, large ? LARGE_LINKER : LINKER);
  }

  /** Returns the result for the user. */
  public Finding finding() {
    OptionalLong usable = usableBytes();
    if (usable.isEmpty()) {
      return Finding.note("memory", "available memory is unknown");
    }
    StringBuilder what = new StringBuilder(ByteSize.of(usable.getAsLong()) + " available");
    limitBytes.ifPresent(bytes -> what.append(", cgroup limit " + ByteSize.of(bytes)));
    if (guestBytes > 0) {
      what.append(", guest " + ByteSize.of(guestBytes));
    }
    if (jobs > 0) {
      what.append(", " + jobs + " compilers or the linker " + ByteSize.of(compilersBytes()));
    }
    if (usable.getAsLong() < guestBytes) {
      return Finding.lacking("memory", what.toString(), "stop other programs, or lower --memory");
    }
    return usable.getAsLong() < compilersBytes()
        ? Finding.warning(
            "memory",
            what + "; the kernel may kill the build",
            "lower --jobs, or stop other programs")
        : Finding.fine("memory", what.toString());
  }
}
