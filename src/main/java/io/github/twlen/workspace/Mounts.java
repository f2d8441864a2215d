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

/**
 * What is mounted, by proc_pid_mountinfo(5). A bind mount shows what lies elsewhere, often on the
 * same disk, so that nothing but this list tells it from a directory of its own.
 */
final class Mounts {
  private static final Path LIST = Path.of("/proc/self/mountinfo");

  /** The fifth field is the place of the mount. */
  private static final int PLACE = 4;

  /** How a blank, a tab, a line end and a backslash are written. */
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private Mounts() {}

  /**
   * Sees to it that a directory can be removed.
   *
   * @throws WorkspaceFailure when something is mounted in or below it
   */
  static void requireNone(Path folder) throws IOException {
    Optional<Path> mounted = in(folder);
    if (mounted.isPresent()) {
      throw new WorkspaceFailure(
          "cannot remove " + folder + ": something is mounted at " + mounted.get(),
          "run `umount '" + mounted.get() + "'`, then do this again",
          null);
    }
  }

  /**
   * Returns a place in a directory, or the directory itself, where something is mounted; of several
   * the last, which must be unmounted first. Empty when there is none, or no list.
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
        .filter(fields -> fields.length > PLACE)
        .map(fields -> path(fields[PLACE]))
        .filter(place -> place.startsWith(real))
        .reduce((before, last) -> last);
  }

  /** Names are bytes, and a URI has them as they are. */
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
