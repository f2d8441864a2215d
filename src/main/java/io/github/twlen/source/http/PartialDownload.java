// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import io.github.twlen.Digits;
import io.github.twlen.GivenFile;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An incomplete download, with a note of the server's file beside it. With the note a later run
 * resumes, if the server still has the same file.
 */
final class PartialDownload {
  private final Path target;
  private final Path part;
  private final Path note;

  /**
   * The server's file.
   *
   * @param url without its password
   * @param validator its ETag or Last-Modified, for If-Range
   * @param total its size in bytes
   */
  record Note(String url, String validator, long total) {}

  PartialDownload(Path target) {
    this.target = target;
    // In a directory of its own, since messages show its name.
    this.part = target.resolveSibling(".part").resolve(target.getFileName());
    this.note = part.resolveSibling(target.getFileName() + ".note");
  }

  Path path() {
    return part;
  }

  /** Returns the number of bytes so far. */
  long size() {
    try {
      return Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) ? Files.size(part) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Returns the file to which the bytes belong; empty when unknown. */
  Optional<Note> note() {
    try {
      List<String> lines =
          new String(GivenFile.read(note), StandardCharsets.UTF_8).lines().toList();
      OptionalLong total = lines.size() == 3 ? Digits.number(lines.get(2)) : OptionalLong.empty();
      return total.isPresent() && size() > 0
          ? Optional.of(new Note(lines.get(0), lines.get(1), total.getAsLong()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes the bytes; the note first, since bytes without a note are never resumed. */
  void clear() {
    try {
      Files.deleteIfExists(note);
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(part, e);
    }
  }

  /** Opens the file for the next bytes. */
  FileChannel append() {
    Workspace.folder(part.resolveSibling(""));
    try {
      return FileChannel.open(
          part,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND,
          LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(part, e);
    }
  }

  void write(Note one) {
    AtomicFile.write(note, one.url() + "\n" + one.validator() + "\n" + one.total() + "\n");
  }

  /** Moves the complete file into its place. */
  void finish() {
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(note);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(target, e);
    }
  }
}
