// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Creates names of temporary files. The random part stops other users from planting a link; the
 * process id identifies files of a killed twlen.
 */
final class PartName {
  /** The beginning of each name. */
  static final String PREFIX = ".twlen-";

  /** A file of another host that has not changed for this long is stale. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(PREFIX) + "([0-9a-f]{12})-(\\d{1,10})-[0-9a-f]{16}\\.part");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String HERE = here();

  /** Directories that this run has already swept. */
  private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

  private PartName() {}

  /** Identifies the scope of a process id: this host, this boot, this container. */
  private static String here() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
      return Digests.shortName(boot + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
    } catch (IOException e) {
      return Digests.shortName("");
    }
  }

  /** Removes the temporary files of killed runs from a directory and returns a new path in it. */
  static Path in(Path directory) {
    if (SWEPT.add(directory)) {
      sweep(directory);
    }
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    return directory.resolve(
        start(ProcessHandle.current().pid()) + HexFormat.of().formatHex(random) + ".part");
  }

  /** Returns the beginning of the names of a process of this host. */
  static String start(long pid) {
    return PREFIX + HERE + "-" + pid + "-";
  }

  private static void sweep(Path directory) {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, PREFIX + "*.part")) {
      for (Path part : parts) {
        if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) && isStale(part)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The file stays; the next write reports an unwritable directory.
    }
  }

  private static boolean isStale(Path part) throws IOException {
    Matcher name = NAME.matcher(String.valueOf(part.getFileName()));
    if (!name.matches()) {
      return false;
    }
    return name.group(1).equals(HERE)
        ? ProcessHandle.of(Long.parseLong(name.group(2))).isEmpty()
        : Files.getLastModifiedTime(part).toInstant().isBefore(Instant.now().minus(ABANDONED));
  }
}
