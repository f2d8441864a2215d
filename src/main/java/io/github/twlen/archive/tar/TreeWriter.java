// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.EntryPath;
import io.github.twlen.archive.RawName;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries into an empty folder that nobody else writes to. It remembers what it has made, so
 * it never asks the disk, and never follows a link, to know where a path leads.
 */
final class TreeWriter {
  private static final PosixFilePermission[] LOWEST_BIT_FIRST = {
    PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  /** Whatever the archive says, who unpacks it can use what came of it, and delete it. */
  private static final int FOLDER = 0700;

  private static final int FILE = 0600;

  /** All paths are remembered; those of Linux 6.12 have 4 million letters. */
  private static final long MOST_NAMES = 64L << 20;

  private final Path archive;
  private final Path root;
  private final long limit;
  private final Set<String> files = new HashSet<>();
  private final LinkTargets links = new LinkTargets();

  /** Folders; those that came without an entry of their own have no header to be like. */
  private final Map<String, @Nullable Look> folders = new TreeMap<>();

  private final Map<Integer, Set<PosixFilePermission>> permissions = new HashMap<>();
  private final byte[] buffer = new byte[1 << 16];
  private int written;
  private long bytes;
  private long names;

  /** What a folder gets when all is in it. */
  private record Look(int mode, FileTime modified) {}

  TreeWriter(Path archive, Path root, long limit) {
    this.archive = archive;
    this.root = root;
    this.limit = limit;
    folders.put("", null);
  }

  int files() {
    return written;
  }

  long bytes() {
    return bytes;
  }

  void folder(String path, TarArchiveEntry entry) {
    if (files.contains(path) || links.contains(path)) {
      throw ArchiveFailure.hostile(archive, entry.getName(), "comes twice");
    }
    makeFolder(path, entry);
    folders.put(path, new Look(entry.getMode(), entry.getLastModifiedTime()));
  }

  void file(String path, TarArchiveEntry entry, InputStream content) {
    Path file = claim(path, entry);
    try {
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
          // Counted as it comes: the size in the header of a sparse file says little.
          bytes += n;
          if (bytes > limit) {
            throw ArchiveFailure.hostile(
                archive, entry.getName(), "exceeds " + limit + " bytes in all");
          }
          out.write(buffer, 0, n);
        }
      }
      Files.setPosixFilePermissions(file, permissions(entry.getMode() | FILE));
      Files.setLastModifiedTime(file, entry.getLastModifiedTime());
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
    files.add(path);
    written++;
  }

  void symbolicLink(String path, TarArchiveEntry entry) {
    EntryPath.checkText(archive, entry.getName(), "target", entry.getLinkName());
    if (entry.getLinkName().isEmpty()) {
      throw ArchiveFailure.hostile(archive, entry.getName(), "has an empty target");
    }
    Path link = claim(path, entry);
    try {
      Files.createSymbolicLink(link, RawName.path(entry.getLinkName()));
      Files.getFileAttributeView(link, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(entry.getLastModifiedTime(), null, null);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(link, e);
    } catch (InvalidPathException e) {
      throw ArchiveFailure.hostile(archive, entry.getName(), "has a target that is no path");
    }
    links.add(path, entry.getLinkName());
  }

  void hardLink(String path, TarArchiveEntry entry, String to) {
    Path link = claim(path, entry);
    if (!files.contains(to)) {
      throw ArchiveFailure.hostile(
          archive, entry.getName(), "is a hard link to what is no file before it");
    }
    try {
      Files.createLink(link, resolve(to, entry));
    } catch (IOException e) {
      throw WorkspaceFailure.writing(link, e);
    }
    files.add(path);
  }

  /**
   * Gives the folders their modes and times, and looks where the links lead.
   *
   * @throws ArchiveFailure when a link leaves the tree
   */
  void finish() {
    links
        .leaving()
        .ifPresent(
            link -> {
              throw ArchiveFailure.hostile(
                  archive, link, "is a link that leaves the folder, or leads nowhere in sight");
            });
    // Backwards, so that what is inside comes first: a folder may become read-only.
    Map<String, @Nullable Look> deepestFirst = new LinkedHashMap<>();
    new TreeMap<>(folders).descendingMap().forEach(deepestFirst::put);
    deepestFirst.forEach(this::finishFolder);
  }

  private void finishFolder(String path, @Nullable Look look) {
    if (look == null) {
      return;
    }
    Path folder = root.resolve(RawName.path(path));
    try {
      Files.setPosixFilePermissions(folder, permissions(look.mode() | FOLDER));
      Files.setLastModifiedTime(folder, look.modified());
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
  }

  /** Makes way for something new. */
  private Path claim(String path, TarArchiveEntry entry) {
    if (path.isEmpty()) {
      throw ArchiveFailure.hostile(archive, entry.getName(), "stands in the place of the folder");
    }
    if (files.contains(path) || links.contains(path) || folders.containsKey(path)) {
      throw ArchiveFailure.hostile(archive, entry.getName(), "comes twice");
    }
    names += path.length();
    if (names > MOST_NAMES) {
      throw ArchiveFailure.hostile(archive, entry.getName(), "is one more than any kernel has");
    }
    makeFolder(path.substring(0, Math.max(0, path.lastIndexOf('/'))), entry);
    return resolve(path, entry);
  }

  private void makeFolder(String path, TarArchiveEntry entry) {
    if (folders.containsKey(path)) {
      return;
    }
    if (files.contains(path) || links.contains(path)) {
      throw ArchiveFailure.hostile(
          archive, entry.getName(), "lies below a link or a file, '" + path + "'");
    }
    makeFolder(path.substring(0, Math.max(0, path.lastIndexOf('/'))), entry);
    Path folder = resolve(path, entry);
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
    folders.put(path, null);
  }

  private Path resolve(String path, TarArchiveEntry entry) {
    try {
      return root.resolve(RawName.path(path));
    } catch (InvalidPathException e) {
      throw ArchiveFailure.hostile(archive, entry.getName(), "has a name that this host cannot");
    }
  }

  private Set<PosixFilePermission> permissions(int mode) {
    return permissions.computeIfAbsent(
        mode & 0777,
        bits -> {
          Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
          for (int i = 0; i < LOWEST_BIT_FIRST.length; i++) {
            if ((bits >> i & 1) == 1) {
              set.add(LOWEST_BIT_FIRST[i]);
            }
          }
          return set;
        });
  }
}
