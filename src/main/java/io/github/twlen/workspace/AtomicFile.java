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
 * Writes a file completely or not at all: to a temporary file with a random name, flushed to the
 * disk, then moved. It replaces a file or a link, never a device, a pipe or a directory. Every
 * method throws {@link WorkspaceFailure} when it cannot write, and then leaves the old file.
 */
public final class AtomicFile {
  /** Writes the content to a stream and leaves the stream open. */
  @FunctionalInterface
  public interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /** Writes text as UTF-8. */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes. */
  public static void write(Path file, byte[] bytes) {
    write(file, (Writer) out -> out.write(bytes));
  }

  /** Writes a file; keeps the mode of the old one and, for root, its owner. */
  public static void write(Path file, Writer writer) {
    replace(file, writer, false);
  }

  /**
   * Rewrites a user's file and keeps its owner, mode, extended attributes and access lists.
   *
   * @return what could not be kept, each as a part of a sentence
   */
  public static List<String> rewrite(Path file, Writer writer) {
    return replace(file, writer, true);
  }

  private static List<String> replace(Path file, Writer writer, boolean inPlace) {
    requireReplaceable(file);
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path part = null;
    try {
      Files.createDirectories(directory);
      part = PartName.in(directory);
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

  /** Opens a new file; an existing one of this name is an error. */
  private static FileChannel begin(Path part, @Nullable Path like) throws IOException {
    if (like != null) {
      try {
        // Java has no other way to copy access lists and attributes of other namespaces.
        Files.copy(like, part, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        FileLook.makeWritable(part);
        return FileChannel.open(
            part,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING,
            LinkOption.NOFOLLOW_LINKS);
      } catch (AccessDeniedException e) {
        Files.deleteIfExists(part); // The old file is unreadable, but may be replaced.
      }
    }
    return FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Fails when the path is a directory, a device, a pipe or a socket. */
  static void requireReplaceable(Path file) {
    BasicFileAttributes there;
    try {
      there = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return; // Absent; or writing reports why it is inaccessible.
    }
    if (there.isDirectory() || there.isOther()) {
      String kind = there.isDirectory() ? "a directory" : "a device, a pipe or a socket";
      throw new WorkspaceFailure(
          "cannot write " + file + ": it is " + kind, "pass another path", null);
    }
  }

  private static void discard(@Nullable Path part) {
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      // The first failure already names the path.
    }
  }
}
