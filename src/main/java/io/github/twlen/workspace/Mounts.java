// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds mount points by proc_pid_mountinfo(5), the only list that shows bind mounts. */
final class Mounts {
  private static final Path LIST = Path.of("/proc/self/mountinfo");

  /** The index of the field of the mount point. */
  private static final int MOUNT_POINT = 4;

  /** The escape of a space, a tab, a newline and a backslash. */
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private Mounts() {}

  /** Throws {@link WorkspaceFailure} when something is mounted in or on a directory. */
  static void requireNone(Path directory) throws IOException {
    Optional<Path> mounted = in(directory);
    if (mounted.isPresent()) {
      throw new WorkspaceFailure(
          "cannot remove " + directory + ": something is mounted at " + mounted.get(),
          "run `umount '" + mounted.get() + "'`, then rerun twlen",
          null);
    }
  }

  /**
   * Returns the mount point in or on a directory that must be unmounted first, the last of the
   * list; empty when there is none, or no list.
   */
  static Optional<Path> in(Path directory) throws IOException {
    if (!Files.isReadable(LIST)) {
      return Optional.empty();
    }
    return in(directory.toRealPath(), Files.readAllLines(LIST, StandardCharsets.ISO_8859_1));
  }

  static Optional<Path> in(Path real, List<String> list) {
    return list.stream()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > MOUNT_POINT)
        .map(fields -> path(fields[MOUNT_POINT]))
        .filter(place -> place.startsWith(real))
        .reduce((before, last) -> last);
  }

  /** Names are bytes, which a URI preserves. */
  private static Path path(String field) {
    String raw =
        OCTAL
            .matcher(field)
            .replaceAll(m -> Matcher.quoteReplacement("" + (char) Integer.parseInt(m.group(1), 8)));
    StringBuilder uri = new StringBuilder("file://");
    for (byte one : raw.getBytes(StandardCharsets.ISO_8859_1)) {
      uri.append(one == '/' ? "/" : String.format("%%%02X", one & 0xff));
    }
    return Path.of(URI.create(uri.toString()));
  }
}
