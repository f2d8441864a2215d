// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An output file that the user named. A file is replaced and keeps its owner, mode and attributes;
 * a device or a pipe is written to; a link is followed, since the user chose it.
 */
public record OutputFile(Path named) {
  private static final int READER_COMES_WITHIN_SECONDS = 10;
  private static final Path OPEN_FILES = Path.of("/proc");

  /** The limit of Linux for one path (MAXSYMLINKS). */
  private static final int MOST_LINKS = 40;

  private static final Pattern OPEN_FLAGS = Pattern.compile("(?m)^flags:\\s*([0-7]+)$");

  /** The bits of O_WRONLY and O_RDWR. */
  private static final int WRITING = 3;

  /**
   * Writes the file.
   *
   * @return which metadata of the old file could not be kept, each as a part of a sentence
   * @throws WorkspaceFailure when it cannot be written
   */
  public List<String> write(AtomicFile.Writer writer) {
    try {
      Optional<Path> open = openFile(named);
      if (open.isPresent() || isOther(named)) {
        if (open.isPresent()) {
          requireOpenForWriting(open.get());
        }
        try (FileChannel channel = opened();
            OutputStream out = Channels.newOutputStream(channel)) {
          writer.writeTo(out);
        }
        return List.of();
      }
      return AtomicFile.rewrite(target(), writer);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(named, e);
    }
  }

  private static boolean isOther(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /**
   * Returns the open file that a name such as {@code /dev/fd/3} refers to. It is not replaced,
   * since a shell may append to it.
   */
  private static Optional<Path> openFile(Path path) {
    Path at = path.toAbsolutePath();
    try {
      for (int links = 0; links < MOST_LINKS && Files.isSymbolicLink(at); links++) {
        Path folder = Objects.requireNonNull(at.getParent()).toRealPath();
        if (folder.startsWith(OPEN_FILES)) {
          return Optional.of(folder.resolve(Objects.requireNonNull(at.getFileName())));
        }
        at = folder.resolve(Files.readSymbolicLink(at));
      }
    } catch (IOException e) {
      // A broken link; writing reports it.
    }
    return Optional.empty();
  }

  /**
   * Opening {@code /proc/PID/fd/N} for writing succeeds even where the process only reads the file,
   * which may be Java's own class archive.
   */
  private static void requireOpenForWriting(Path open) throws IOException {
    Path info = open.resolveSibling(Path.of("..", "fdinfo", String.valueOf(open.getFileName())));
    Matcher flags = OPEN_FLAGS.matcher(Files.readString(info));
    if (!flags.find() || (Integer.parseInt(flags.group(1), 8) & WRITING) == 0) {
      throw new IOException("it is not open for writing");
    }
  }

  private Path target() throws IOException {
    if (!Files.isSymbolicLink(named) || !Files.exists(named)) {
      return named;
    }
    // Lets the kernel check whether this user may follow the link (protected_symlinks).
    FileChannel.open(named, StandardOpenOption.WRITE).close();
    return named.toRealPath();
  }

  /** Opening a pipe waits for a reader, which may never come. */
  private FileChannel opened() throws IOException {
    FutureTask<FileChannel> open =
        new FutureTask<>(
            () -> FileChannel.open(named, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    Thread opener = new Thread(open, "open-output");
    opener.setDaemon(true);
    opener.start();
    try {
      return open.get(READER_COMES_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no process reads from this pipe", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
