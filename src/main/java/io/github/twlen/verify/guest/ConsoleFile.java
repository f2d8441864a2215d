// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The file that a guest's serial console goes to. The provider writes it; where it does not, or
 * where this user may not read it, there is nothing to see.
 *
 * @param file where it is
 */
record ConsoleFile(Path file) {
  private static final int LAST_LINES = 12;

  /** From its end: a guest that floods its console fills no memory. */
  private static final int MOST_BYTES = 1 << 20;

  private static final Pattern PANIC = Pattern.compile("Kernel panic - not syncing.*");

  /** What a terminal would do with it: colours, and where the next character goes. */
  private static final Pattern CONTROL =
      Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]|[\\p{C}\\p{Zl}\\p{Zp}&&[^\t]]");

  /** The last lines that say something, oldest first. */
  List<String> lastLines() {
    return last(lines().toList());
  }

  /** What the kernel said when it panicked, if it did. */
  Optional<String> panic() {
    return lines().flatMap(line -> PANIC.matcher(line).results().map(r -> r.group())).findFirst();
  }

  /** The lines around the panic: what led there and what followed. Empty without one. */
  List<String> linesOfPanic() {
    List<String> all = lines().toList();
    for (int i = 0; i < all.size(); i++) {
      if (PANIC.matcher(all.get(i)).find()) {
        return last(all.subList(0, Math.min(all.size(), i + LAST_LINES / 2)));
      }
    }
    return List.of();
  }

  /** How much there is by now, in bytes. */
  long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  private static List<String> last(List<String> lines) {
    return List.copyOf(lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  private Stream<String> lines() {
    return text()
        .lines()
        .map(line -> CONTROL.matcher(line).replaceAll("").stripTrailing())
        .filter(line -> !line.isBlank());
  }

  private String text() {
    try (FileChannel channel = FileChannel.open(file)) {
      channel.position(Math.max(0, channel.size() - MOST_BYTES));
      ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
