// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.Progress;
import io.github.twlen.verify.guest.BootMonitor;
import io.github.twlen.verify.guest.Console;
import io.github.twlen.verify.guest.GuestLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The console output of a real kernel with the probe, and the expected numbers of its row. The
 * README beside the recordings describes both.
 */
public record RecordedConsole(
    String recording,
    String kernel,
    String release,
    int hz,
    int asked,
    String seen,
    String allowed,
    Optional<String> stock) {
  private static final String DIRECTORY = "/io/github/twlen/verify/recordings/";
  private static final GuestLimits LIMITS =
      new GuestLimits(
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          1,
          Duration.ofHours(1));

  /** Returns all rows of the table. */
  public static List<RecordedConsole> all() {
    String table = new String(bytes("recordings.csv"), StandardCharsets.UTF_8);
    return table.lines().skip(1).map(RecordedConsole::row).toList();
  }

  private static RecordedConsole row(String line) {
    List<String> cells = Stream.of(line.split(",", -1)).map(String::strip).toList();
    return new RecordedConsole(
        cells.get(0),
        cells.get(1),
        cells.get(2),
        Integer.parseInt(cells.get(3)),
        Integer.parseInt(cells.get(4)),
        cells.get(5),
        cells.get(6),
        Optional.of(cells.get(7)).filter(name -> !name.isEmpty()));
  }

  /** Returns the names of the files beside the table. */
  static List<String> files() throws IOException {
    try (var files = java.nio.file.Files.list(Path.of("src/test/resources" + DIRECTORY))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Returns the lines of the probe, read as from a guest. */
  List<String> lines() {
    return lines(recording, bytes(recording + ".txt"));
  }

  /** Returns the lines of the probe of any recording, read as from a guest. */
  static List<String> lines(String recording, byte[] bytes) {
    try (InputStream text = new ByteArrayInputStream(bytes);
        Console console = new Console(text, OutputStream.nullOutputStream())) {
      BootMonitor monitor =
          new BootMonitor(
              console, LIMITS, OptionalInt.empty(), Path.of(recording), Progress.SILENT);
      if (!monitor.awaitKernel(LIMITS.firstLine())) {
        throw new AssertionError(recording + " shows no kernel");
      }
      return monitor.awaitProbe().stream().map(ConsoleLine::text).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Parses the recording, which has no arrival times. */
  Measurement measurement() {
    return ProbeTranscript.parse(lines());
  }

  /** Returns the row of the stock kernel. */
  Optional<RecordedConsole> stockKernel() {
    return stock.map(
        name ->
            all().stream().filter(row -> row.recording().equals(name)).findFirst().orElseThrow());
  }

  private static byte[] bytes(String name) {
    try (InputStream in =
        Objects.requireNonNull(RecordedConsole.class.getResourceAsStream(DIRECTORY + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return recording;
  }
}
