// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.xz;

import io.github.twlen.archive.ArrayInput;
import io.github.twlen.archive.Compression;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProgramLines;
import io.github.twlen.process.ProgramPath;
import io.github.twlen.process.Running;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed bytes of an xz file, decoded by the xz program: it takes two thirds of the time
 * of Java. It decodes several blocks in parallel since 5.4; with an older one Java is faster.
 */
public final class XzProcess extends ArrayInput {
  /** Size of a pipe, in bytes. */
  private static final int PIPE = 1 << 16;

  private static final long ENDING_MILLIS = 10_000;
  private static final Pattern VERSION =
      Pattern.compile("xz \\(XZ Utils\\) (\\d{1,9})\\.(\\d{1,9})\\..*");

  private final InputStream bytes;
  private final Running xz;
  private final @Nullable Source source;
  private boolean ended;

  private XzProcess(Running xz, @Nullable Source source) {
    this.bytes = new BufferedInputStream(xz.process().getInputStream(), PIPE);
    this.xz = xz;
    this.source = source;
  }

  /** Feeds a stream to xz, which takes a failed stream for a short one. */
  private static final class Source implements CommandRunner.Feeder {
    private final InputStream from;
    private volatile @Nullable Exception failure;

    Source(InputStream from) {
      this.from = from;
    }

    @Override
    public void writeTo(OutputStream in) throws IOException {
      byte[] piece = new byte[PIPE];
      try (from) {
        for (int count = next(piece); count >= 0; count = next(piece)) {
          in.write(piece, 0, count);
        }
      }
    }

    private int next(byte[] piece) throws IOException {
      try {
        return from.read(piece);
      } catch (IOException | RuntimeException e) {
        failure = e;
        throw e;
      }
    }
  }

  /** Opens a file; empty without a suitable xz program. */
  public static Optional<InputStream> open(Path file, int blocks) {
    return program()
        .filter(program -> blocks == 1 || threads(program))
        .map(
            program ->
                new XzProcess(
                    new CommandRunner()
                        .start(command(program).with("--", file.toAbsolutePath().toString())),
                    null));
  }

  /**
   * Opens a stream of xz or lzma, which the result closes; empty without an xz program. Java has no
   * parallel decoder for a stream, so an old xz is faster, too.
   */
  public static Optional<InputStream> open(InputStream stream) {
    return program()
        .map(
            program -> {
              Source source = new Source(stream);
              return new XzProcess(new CommandRunner().start(command(program), source), source);
            });
  }

  /** Opens some blocks of a file; empty without a suitable xz program. */
  public static Optional<InputStream> open(XzIndex index, int from, int to) {
    return program()
        .filter(program -> from == to || threads(program))
        .map(
            program ->
                new XzProcess(
                    new CommandRunner().start(command(program), out -> index.write(from, to, out)),
                    null));
  }

  private static Command command(Path program) {
    return Command.of(
        program.toString(),
        "--decompress",
        "--stdout",
        "--no-warn",
        "--threads=0",
        "--memlimit-decompress=" + Compression.MEMORY_LIMIT_KIB + "KiB");
  }

  /** Returns whether it decodes on several cores. */
  private static boolean threads(Path program) {
    return new CommandRunner()
            .run(Command.of(program.toString(), "--version").withEnvironment("LC_ALL", "C"))
            .output()
            .stream()
            .map(VERSION::matcher)
            .filter(Matcher::matches)
            .anyMatch(
                v ->
                    Integer.parseInt(v.group(1)) > 5
                        || (Integer.parseInt(v.group(1)) == 5
                            && Integer.parseInt(v.group(2)) >= 4));
  }

  private static Optional<Path> program() {
    return ProgramPath.find("xz");
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = bytes.read(into, offset, length);
    if (count < 0 && !ended) {
      ended = true;
      checkEnd();
    }
    return count;
  }

  /** Checks the exit code: the output of a failed xz just ends early. */
  private void checkEnd() throws IOException {
    Exception failed = source == null ? null : source.failure;
    if (failed != null) {
      throw new IOException(failed.getMessage(), failed);
    }
    try {
      String words = lastLine();
      if (!xz.process().waitFor(ENDING_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)
          || xz.process().exitValue() != 0) {
        throw new IOException(words);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted");
    }
  }

  private String lastLine() throws IOException {
    try (ProgramLines errors = new ProgramLines(xz.process().getErrorStream())) {
      String last = "xz failed";
      for (String line = errors.next(); line != null; line = errors.next()) {
        last = line;
      }
      return last.substring(last.lastIndexOf(": ") + 1).strip();
    }
  }

  @Override
  public void close() throws IOException {
    xz.close();
    bytes.close();
  }
}
