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
 * Names for files that are being written. Nobody can plant something of such a name beforehand, and
 * what a killed twlen left under one is found again: it tells the process.
 */
final class PartName {
  /** How each of them begins. */
  static final String PREFIX = ".twlen-";

  /** What is still being written changes more often. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(PREFIX) + "([0-9a-f]{12})-(\\d{1,10})-[0-9a-f]{16}\\.part");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String HERE = here();

  /** What was looked through already: once in a run is enough. */
  private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

  private PartName() {}

  /** Where a number of a process means something: this host, this boot, this container. */
  private static String here() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
      return Digests.shortName(boot + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
    } catch (IOException e) {
      return Digests.shortName("");
    }
  }

  /** Returns a place in a folder, after what killed runs left there is gone. */
  static Path in(Path folder) {
    if (SWEPT.add(folder)) {
      sweep(folder);
    }
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    return folder.resolve(
        start(ProcessHandle.current().pid()) + HexFormat.of().formatHex(random) + ".part");
  }

  /** How the names of a process of this host begin. */
  static String start(long pid) {
    return PREFIX + HERE + "-" + pid + "-";
  }

  private static void sweep(Path folder) {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, PREFIX + "*.part")) {
      for (Path part : parts) {
        if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) && isLeft(part)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It stays; what is written next tells whether this folder can be written to.
    }
  }

  private static boolean isLeft(Path part) throws IOException {
    Matcher name = NAME.matcher(String.valueOf(part.getFileName()));
    if (!name.matches()) {
      return false;
    }
    return name.group(1).equals(HERE)
        ? ProcessHandle.of(Long.parseLong(name.group(2))).isEmpty()
        : Files.getLastModifiedTime(part).toInstant().isBefore(Instant.now().minus(ABANDONED));
  }
}
