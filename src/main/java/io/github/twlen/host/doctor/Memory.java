// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.GivenFile;
import io.github.twlen.host.doctor.Finding.Standing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of this host, against what a run takes: first the compilers, then the guest.
 *
 * @param availableBytes what the kernel says can be had without swapping: {@code MemAvailable} of
 *     /proc/meminfo (proc(5)); empty where it does not tell, as before 3.14
 * @param limitBytes the least limit of this process's control groups; empty for none
 * @param guestBytes of the guest, or of the machine that builds
 * @param jobs compilers at once on this host; 0 when it builds elsewhere
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

  /** Estimated: linking vmlinux; with its debugging information it takes far more. */
  private static final long LINKER = 512 * ByteSize.MIB;

  private static final long LARGE_LINKER = 4 * ByteSize.GIB;

  /** Version 1 writes "no limit" as the greatest number of whole pages. */
  private static final long UNLIMITED = 1L << 60;

  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d{1,15}) kB");

  /** That of this host. */
  static Memory ofHost(long guestBytes, int jobs, boolean large) {
    return of(Path.of("/"), guestBytes, jobs, large);
  }

  /** That of the host whose files lie below a folder. */
  static Memory of(Path root, long guestBytes, int jobs, boolean large) {
    Matcher available = AVAILABLE.matcher(text(root.resolve("proc/meminfo")));
    return new Memory(
        available.find()
            ? OptionalLong.of(Long.parseLong(available.group(1)) * 1024)
            : OptionalLong.empty(),
        limit(root),
        guestBytes,
        jobs,
        large);
  }

  /** Of the groups above this process's, the tightest counts. */
  private static OptionalLong limit(Path root) {
    OptionalLong least = OptionalLong.empty();
    for (String line : text(root.resolve("proc/self/cgroup")).lines().toList()) {
      String[] parts = line.split(":", 3); // cgroups(7): hierarchy, controllers, path
      boolean unified = parts.length == 3 && parts[1].isEmpty();
      if (parts.length == 3 && (unified || parts[1].matches("(.*,)?memory(,.*)?"))) {
        Path top = root.resolve(unified ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
        String file = unified ? "memory.max" : "memory.limit_in_bytes";
        Optional<Path> group = Optional.of(top.resolve(parts[2].replaceFirst("^/+", "")));
        for (; group.isPresent() && group.get().startsWith(top); group = above(group.get())) {
          least = lesser(least, text(group.get().resolve(file)).strip());
        }
      }
    }
    return least;
  }

  private static Optional<Path> above(Path group) {
    return Optional.ofNullable(group.getParent());
  }

  private static OptionalLong lesser(OptionalLong one, String written) {
    if (!written.matches("\\d{1,18}") || Long.parseLong(written) >= UNLIMITED) {
      return one;
    }
    long other = Long.parseLong(written);
    return OptionalLong.of(one.isPresent() ? Math.min(one.getAsLong(), other) : other);
  }

  private static String text(Path file) {
    try {
      return new String(GivenFile.read(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** What can be used: the limit counts where it is tighter. */
  public OptionalLong usableBytes() {
    if (limitBytes.isEmpty() || availableBytes.isEmpty()) {
      return availableBytes.isPresent() ? availableBytes : limitBytes;
    }
    return OptionalLong.of(Math.min(availableBytes.getAsLong(), limitBytes.getAsLong()));
  }

  /** What the compilers take at most; the guest is started when they have ended. */
  public long compilersBytes() {
    return jobs == 0 ? 0 : Math.max(jobs * COMPILER, large ? LARGE_LINKER : LINKER);
  }

  /** For a person. */
  public Finding finding() {
    OptionalLong usable = usableBytes();
    if (usable.isEmpty()) {
      return new Finding("memory", Standing.NOTE, "how much is free is not known", "");
    }
    StringBuilder what = new StringBuilder(ByteSize.of(usable.getAsLong()) + " can be had");
    limitBytes.ifPresent(bytes -> what.append(", limit of the cgroup " + ByteSize.of(bytes)));
    if (guestBytes > 0) {
      what.append(", the guest takes " + ByteSize.of(guestBytes));
    }
    if (jobs > 0) {
      what.append(", " + jobs + " compilers or the linker " + ByteSize.of(compilersBytes()));
    }
    if (usable.getAsLong() < guestBytes) {
      return new Finding(
          "memory", Standing.LACKING, what.toString(), "end other programs, or lower --memory");
    }
    return usable.getAsLong() < compilersBytes()
        ? new Finding(
            "memory",
            Standing.WARNING,
            what + "; the kernel may end the build",
            "give fewer compilers with --jobs, or end other programs")
        : Finding.fine("memory", what.toString());
  }
}
