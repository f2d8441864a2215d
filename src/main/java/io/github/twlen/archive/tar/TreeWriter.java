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
 * Writes entries into an empty directory. It remembers every path, so it never follows a link on
 * disk.
 */
final class TreeWriter {
  private static final PosixFilePermission[] LOWEST_BIT_FIRST = {
    PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  /** Least permissions: the owner can always read and delete. */
  private static final int FOLDER = 0700;

  private static final int FILE = 0600;

  /** Most characters of all paths together; Linux 6.12 has 4 million. */
  private static final long MOST_NAMES = 64L << 20;

  private final Path archive;
  private final Path root;
  private final long limit;
  private final Set<String> files = new HashSet<>();
  private final LinkTargets links = new LinkTargets();

  /** Directories; null for those without an entry. */
  private final Map<String, @Nullable Look> folders = new TreeMap<>();

  private final Map<Integer, Set<PosixFilePermission>> permissions = new HashMap<>();
  private final byte[] buffer = new byte[1 << 16];
  private int written;
  private long bytes;
  private long names;

  /** Attributes that a directory gets when it is complete. */
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
      throw ArchiveFailure.hostile(archive, entry.getName(), "appears twice");
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
          // The header of a sparse file does not contain its size.
          bytes += n;
          if (bytes > limit) {
            throw ArchiveFailure.hostile(
                archive, entry.getName(), "exceeds " + limit + " bytes in total");
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
      throw ArchiveFailure.hostile(archive, entry.getName(), "has an invalid link target");
    }
    links.add(path, entry.getLinkName());
  }

  void hardLink(String path, TarArchiveEntry entry, String to) {
    Path link = claim(path, entry);
    if (!files.contains(to)) {
      throw ArchiveFailure.hostile(
          archive, entry.getName(), "is a hard link to a file that does not precede it");
    }
    try {
      Files.createLink(link, resolve(to, entry));
    } catch (IOException e) {
      throw WorkspaceFailure.writing(link, e);
    }
    files.add(path);
  }

  /**
   * Sets modes and times of directories, and checks the links.
   *
   * @throws ArchiveFailure when a link leaves the tree
   */
  void finish() {
    links
        .leaving()
        .ifPresent(
            link -> {
              throw ArchiveFailure.hostile(
                  archive, link, "is a link that leaves the directory or loops");
            });
    // Deepest first: a parent may become read-only.
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

  /** Returns the path for a new entry, after creating its parents. */
  private Path claim(String path, TarArchiveEntry entry) {
    if (path.isEmpty()) {
      throw ArchiveFailure.hostile(archive, entry.getName(), "replaces the top directory");
    }
    if (files.contains(path) || links.contains(path) || folders.containsKey(path)) {
      throw ArchiveFailure.hostile(archive, entry.getName(), "appears twice");
    }
    names += path.length();
    if (names > MOST_NAMES) {
      throw ArchiveFailure.hostile(
          archive, entry.getName(), "exceeds the number of files of any kernel");
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
          archive, entry.getName(), "is below a link or a file, '" + path + "'");
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
      throw ArchiveFailure.hostile(
          archive, entry.getName(), "has a name that this host does not support");
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
