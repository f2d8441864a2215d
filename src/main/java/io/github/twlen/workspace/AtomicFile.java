// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that is whole or absent: written beside under a name that nobody knows beforehand, flushed
 * to the disk, moved into its place. What it replaces is a file, a link or nothing: a link is
 * replaced and never followed, and a device, a pipe or a folder stays.
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
   * Writes what the writer writes. A file that it replaces keeps its mode and, for root, its owner.
   *
   * @throws WorkspaceFailure when it cannot be written; what was there before is untouched
   */
  public static void write(Path file, Writer writer) {
    replace(file, writer, false);
  }

  /**
   * Changes somebody's file in place: its owner, mode, extended attributes and access lists stay.
   *
   * @return what of them could not be kept, each as a part of a sentence
   * @throws WorkspaceFailure when it cannot be written; what was there before is untouched
   */
  public static List<String> rewrite(Path file, Writer writer) {
    return replace(file, writer, true);
  }

  private static List<String> replace(Path file, Writer writer, boolean inPlace) {
    requireReplaceable(file);
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path part = null;
    try {
      Files.createDirectories(folder);
      part = PartName.in(folder);
      boolean replaces = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      try (FileChannel channel = begin(part, replaces && inPlace ? file : null);
          OutputStream out = Channels.newOutputStream(channel)) {
        writer.writeTo(out);
        channel.force(true);
      }
      List<String> lost = new ArrayList<>(replaces ? FileLook.of(file).giveTo(part) : List.of());
      if (replaces && inPlace && !Files.isReadable(file)) {
        lost.add("its access list and extended attributes could not be read");
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return lost;
    } catch (IOException e) {
      discard(part);
      throw WorkspaceFailure.writing(file, e);
    } catch (RuntimeException e) {
      discard(part);
      throw e;
    }
  }

  /** Either way it is a new file: what has this name already is an error. */
  private static FileChannel begin(Path part, @Nullable Path like) throws IOException {
    if (like != null) {
      try {
        // Java knows no other way to copy access lists and attributes that are not the user's.
        Files.copy(like, part, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        FileLook.makeWritable(part);
        return FileChannel.open(
            part,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING,
            LinkOption.NOFOLLOW_LINKS);
      } catch (AccessDeniedException e) {
        Files.deleteIfExists(part); // One that may be replaced and not be read.
      }
    }
    return FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Sees to it that a place has a file, a link or nothing.
   *
   * @throws WorkspaceFailure when a folder, a device, a pipe or a socket is there
   */
  static void requireReplaceable(Path file) {
    BasicFileAttributes there;
    try {
      there = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return; // Nothing is there, or writing tells why it cannot be seen.
    }
    if (there.isDirectory() || there.isOther()) {
      throw new WorkspaceFailure(
          "cannot write "
              + file
              + ": "
              + (there.isDirectory() ? "a folder" : "a device, a pipe or a socket")
              + " of this name is there",
          "choose another place, or remove what is there",
          null);
    }
  }

  private static void discard(@Nullable Path part) {
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      // The failure that is being told already names the place.
    }
  }
}
