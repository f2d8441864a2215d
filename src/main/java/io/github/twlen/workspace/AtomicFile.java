package io.github.twlen.workspace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * A file that is whole or absent: written beside under another name, flushed to the disk, moved
 * into its place. A file that it replaces keeps its permissions.
 */
public final class AtomicFile {
  /** Writes the content. */
  @FunctionalInterface
  public interface Writer {
    /** Writes everything to the stream and leaves it open. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes text as UTF-8.
   *
   * @throws WorkspaceFailure when it cannot be written; what was there before is untouched
   */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes.
   *
   * @throws WorkspaceFailure when they cannot be written; what was there before is untouched
   */
  public static void write(Path file, byte[] bytes) {
    write(file, (Writer) out -> out.write(bytes));
  }

  /**
   * Writes what the writer writes.
   *
   * @throws WorkspaceFailure when it cannot be written; what was there before is untouched
   */
  public static void write(Path file, Writer writer) {
    Path target = resolved(file);
    Path folder = target.toAbsolutePath().getParent();
    Path beside = target.resolveSibling("." + target.getFileName() + ".twlen-part");
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (FileChannel channel =
              FileChannel.open(
                  beside,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.TRUNCATE_EXISTING);
          OutputStream out = Channels.newOutputStream(channel)) {
        writer.writeTo(out);
        channel.force(true);
      }
      keepMode(target, beside);
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      discard(beside);
      throw WorkspaceFailure.writing(file, e);
    }
  }

  /** A link is written through, not replaced by a file. */
  private static Path resolved(Path file) {
    try {
      return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    } catch (IOException e) {
      return file;
    }
  }

  private static void keepMode(Path from, Path to) throws IOException {
    if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)
        && Files.getFileAttributeView(from, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }
  }

  private static void discard(Path beside) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      // The failure that is being told already names the place.
    }
  }
}
