// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The log of a guest's serial console, written by the provider; an unreadable file is empty. */
record ConsoleFile(Path file) {
  /** The limit from its end, in bytes. */
  private static final int MOST_BYTES = 1 << 20;

  private static final Pattern PANIC = Pattern.compile("Kernel panic - not syncing.*");

  /** ANSI sequences and control characters. */
  private static final Pattern CONTROL =
      Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]|[\\p{C}\\p{Zl}\\p{Zp}&&[^\t]]");

  /** Returns the last lines that are not blank, oldest first. */
  List<String> lastLines() {
    return last(lines());
  }

  /** Returns the kernel's panic message, if any. */
  Optional<String> panic() {
    return lines().stream()
        .flatMap(line -> PANIC.matcher(line).results().map(r -> r.group()))
        .findFirst();
  }

  /** Returns the lines before and after the panic; empty without one. */
  List<String> linesOfPanic() {
    List<String> all = lines();
    return IntStream.range(0, all.size())
        .filter(i -> PANIC.matcher(all.get(i)).find())
        .mapToObj(i -> last(all.subList(0, Math.min(all.size(), i + Console.LAST_LINES / 2))))
        .findFirst()
        .orElse(List.of());
  }

  private static List<String> last(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - Console.LAST_LINES), lines.size());
  }

  private List<String> lines() {
    return text()
        .lines()
        .map(line -> CONTROL.matcher(line).replaceAll("").stripTrailing())
        .filter(line -> !line.isBlank())
        .toList();
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
