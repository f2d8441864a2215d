// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.Progress;
import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.EntryContent;
import io.github.twlen.archive.EntryPath;
import io.github.twlen.workspace.AtomicDirectory;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Unpacks a kernel tarball into a folder, without its one top folder. Modes, symbolic and hard
 * links and times are kept, but that the owner may always read and write; owners are not, and
 * neither are setuid, setgid and sticky bits. The folder is whole or absent: the tree grows beside
 * it and is moved when the last byte is checked.
 *
 * <p>Refused is whatever would write outside the folder, lead out of it, or be no part of a source
 * tree: absolute paths, {@code ..}, paths through a link, links that leave, devices, pipes, a path
 * that comes twice, and more bytes than the limit.
 */
public final class TreeExtractor {
  /** Ten times Linux 6.12, in bytes. */
  public static final long USUAL_LIMIT = 16L << 30;

  private static final int FILES_A_STATUS = 1_000;

  private final TarInput tarball;
  private final Path target;
  private final long limit;
  private final Progress progress;

  /**
   * What was unpacked.
   *
   * @param root the folder
   * @param files how many files it has, links not counted
   * @param bytes the sum of their sizes
   */
  public record Result(Path root, int files, long bytes) {}

  /**
   * @param tarball tar, plain or compressed by gz, bz2, xz or zst
   * @param target the folder to make; must not exist
   * @param limit the most bytes that may be written; usually {@link #USUAL_LIMIT}
   */
  public TreeExtractor(TarInput tarball, Path target, long limit, Progress progress) {
    this.tarball = tarball;
    this.target = target.toAbsolutePath();
    this.limit = limit;
    this.progress = progress;
  }

  /** The same for a tarball in a file. */
  public TreeExtractor(Path tarball, Path target, long limit, Progress progress) {
    this(TarInput.of(tarball), target, limit, progress);
  }

  /**
   * Unpacks everything.
   *
   * @throws ArchiveFailure when the archive is cut off, damaged or refused
   * @throws WorkspaceFailure when the tree cannot be written, or the folder exists
   */
  public Result call() {
    if (Files.exists(target)) {
      throw new WorkspaceFailure(
          "cannot unpack to " + target + ": it exists", "remove it, or choose another place", null);
    }
    Path staging = AtomicDirectory.stage(target);
    boolean whole = false;
    try {
      Result result = unpack(staging);
      AtomicDirectory.move(staging, target);
      whole = true;
      return result;
    } finally {
      progress.status("");
      if (!whole) {
        discard(staging);
      }
    }
  }

  private static void discard(Path staging) {
    try {
      Workspace.remove(staging);
    } catch (WorkspaceFailure e) {
      // The failure on its way tells more; the next run removes what is left.
    }
  }

  private Result unpack(Path staging) {
    TopFolder top = new TopFolder(tarball.name());
    TreeWriter writer = new TreeWriter(tarball.name(), staging, limit);
    try (TarEntries entries = TarEntries.open(tarball)) {
      for (TarArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
        String path = top.relative(entries.path());
        write(writer, entries, entry, path, top);
        if (writer.files() % FILES_A_STATUS == 0) {
          progress.status(status(writer));
        }
      }
      entries.drain();
    }
    writer.finish();
    if (writer.files() == 0) {
      throw ArchiveFailure.damaged(tarball.name(), "it holds no file", null);
    }
    return new Result(target, writer.files(), writer.bytes());
  }

  private void write(
      TreeWriter writer, TarEntries entries, TarArchiveEntry entry, String path, TopFolder top) {
    if (entry.isDirectory()) {
      writer.folder(path, entry);
    } else if (EntryContent.isFile(entry)) {
      writer.file(path, entry, entries.content());
    } else if (entry.isSymbolicLink()) {
      writer.symbolicLink(path, entry);
    } else if (entry.isLink()) {
      EntryPath.checkText(tarball.name(), entry.getName(), "target", entry.getLinkName());
      String to = top.relative(EntryPath.parts(tarball.name(), entry.getLinkName()));
      writer.hardLink(path, entry, to);
    } else if (entry.getLinkFlag() != TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER) {
      throw ArchiveFailure.hostile(
          tarball.name(), entry.getName(), "is a device, a pipe, sparse or unknown");
    }
  }

  private static String status(TreeWriter writer) {
    return String.format(
        Locale.ROOT, "unpacked %,d files, %,d MiB", writer.files(), writer.bytes() >> 20);
  }
}
