// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.Progress;
import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.EntryContent;
import io.github.twlen.archive.EntryPath;
import io.github.twlen.workspace.StagedDirectory;
import io.github.twlen.workspace.WorkspaceFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Unpacks a kernel tarball into a directory, without its top directory. It keeps modes, links and
 * times, but not owners, setuid, setgid and sticky bits; the owner can always read and write. The
 * directory is complete or absent: it is unpacked under another name and moved at the end.
 *
 * <p>It rejects absolute paths, {@code ..}, paths through a link, links that leave the directory,
 * devices, pipes, duplicate paths, and more bytes than the limit.
 */
public final class TreeExtractor {
  /** Default limit in bytes: ten times Linux 6.12. */
  public static final long USUAL_LIMIT = 16L << 30;

  private static final int FILES_A_STATUS = 1_000;

  private final TarInput tarball;
  private final Path target;
  private final long limit;
  private final Progress progress;

  /**
   * The result.
   *
   * @param files number of files, without links
   * @param bytes the sum of their sizes
   */
  public record Result(Path root, int files, long bytes) {}

  /**
   * @param target the directory to create; must not exist
   * @param limit most bytes to write; usually {@link #USUAL_LIMIT}
   */
  public TreeExtractor(TarInput tarball, Path target, long limit, Progress progress) {
    this.tarball = tarball;
    this.target = target.toAbsolutePath();
    this.limit = limit;
    this.progress = progress;
  }

  /** Extracts a file. */
  public TreeExtractor(Path tarball, Path target, long limit, Progress progress) {
    this(TarInput.of(tarball), target, limit, progress);
  }

  /**
   * Unpacks everything.
   *
   * @throws ArchiveFailure when the archive is truncated, corrupt or rejected
   * @throws WorkspaceFailure when the directory exists or cannot be written
   */
  public Result call() {
    if (Files.exists(target)) {
      throw new WorkspaceFailure(
          "cannot unpack to " + target + ": it exists",
          "remove it or pass another directory",
          null);
    }
    try (StagedDirectory staging = new StagedDirectory(target)) {
      Result result = unpack(staging.path());
      staging.commit();
      return result;
    } finally {
      progress.status("");
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
      throw ArchiveFailure.damaged(tarball.name(), "it has no files", null);
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
          tarball.name(), entry.getName(), "is a device, a pipe, a sparse file or of unknown type");
    }
  }

  private static String status(TreeWriter writer) {
    return String.format(
        Locale.ROOT, "unpacked %,d files, %,d MiB", writer.files(), writer.bytes() >> 20);
  }
}
