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
 * A file that the user named for what is made. A file is replaced by a whole one, whose owner, mode
 * and attributes stay; a device or a pipe is written into, and stays what it is; a link is
 * followed, since it is the user's own.
 *
 * @param named as the user has it
 */
public record OutputFile(Path named) {
  private static final int READER_COMES_WITHIN_SECONDS = 10;
  private static final Path OPEN_FILES = Path.of("/proc");

  /** As many links as Linux follows in one path (MAXSYMLINKS). */
  private static final int MOST_LINKS = 40;

  private static final Pattern OPEN_FLAGS = Pattern.compile("(?m)^flags:\\s*([0-7]+)$");

  /** O_WRONLY and O_RDWR; a file that is open for reading has neither. */
  private static final int WRITING = 3;

  /**
   * Writes it.
   *
   * @return what of a file that was there could not be kept, each as a part of a sentence
   * @throws WorkspaceFailure when it cannot be written
   */
  public List<String> write(AtomicFile.Writer writer) {
    try {
      Optional<Path> open = openFile(named);
      if (open.isPresent() || isOther(named)) {
        if (open.isPresent()) {
          requireOpenForWriting(open.get());
        }
        into(writer);
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
   * Returns the entry of a process's open files that a name such as {@code /dev/fd/3} leads to. A
   * shell that appends to a file may have it open there: it is not to be replaced.
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
      // It leads nowhere: what is written tells so.
    }
    return Optional.empty();
  }

  /**
   * Opening {@code /proc/PID/fd/N} opens the file anew, for writing even where the process only
   * reads it. Such a number may be one of Java's own: the file of its classes, for instance.
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
    // Opened once, so that the kernel says whether this user may follow it (protected_symlinks).
    FileChannel.open(named, StandardOpenOption.WRITE).close();
    return named.toRealPath();
  }

  private void into(AtomicFile.Writer writer) throws IOException {
    try (FileChannel channel = opened();
        OutputStream out = Channels.newOutputStream(channel)) {
      writer.writeTo(out);
    }
  }

  /** A pipe can be opened when somebody reads from it, who may never come. */
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
      throw new IOException("nobody reads from this pipe", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
