// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import io.github.twlen.GivenFolder;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Works on directory trees that other users or programs may have written to. */
final class DirectoryTree {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private DirectoryTree() {}

  /**
   * Returns the real path of a file in a tree, links followed; the file may be absent.
   *
   * @return empty when a link leads out of the tree, or is broken
   */
  static Optional<Path> inside(Path tree, String file) {
    Path path = tree.resolve(file);
    try {
      Path real =
          Files.exists(path, LinkOption.NOFOLLOW_LINKS)
              ? path.toRealPath()
              : path.resolveSibling("").toRealPath().resolve(path.getFileName());
      return real.startsWith(tree.toRealPath()) ? Optional.of(real) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Removes links from a directory that others may write to, so that no later write follows one.
   * Twlen itself creates none there.
   *
   * @param depth 1 for direct entries only
   * @return the removed links
   * @throws WorkspaceFailure when one cannot be removed
   */
  static List<Path> dropLinks(Path directory, int depth) {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try {
      List<Path> links =
          GivenFolder.all(directory, depth).stream().filter(Files::isSymbolicLink).toList();
      for (Path link : links) {
        Files.delete(link);
      }
      return links;
    } catch (IOException e) {
      throw WorkspaceFailure.writing(directory, e);
    }
  }

  /**
   * Removes a directory with its contents, if present. Links are removed, not followed; read-only
   * directories are made writable.
   *
   * @throws WorkspaceFailure when an entry cannot be removed, or something is mounted in it: then
   *     nothing is removed
   */
  static void remove(Path directory) {
    try {
      requireNoMounts(directory);
      delete(directory);
    } catch (NoSuchFileException e) {
      // Already absent.
    } catch (IOException e) {
      throw WorkspaceFailure.writing(directory, e);
    }
  }

  /**
   * Renames a tree before its removal: of a tree that is removed in its place, a killed run would
   * leave a part, which looks like a whole one.
   *
   * @param aside an existing directory
   * @return its new path; empty when it cannot be renamed, such as from another file system
   * @throws WorkspaceFailure when something is mounted in it
   */
  static Optional<Path> setAside(Path directory, Path aside) {
    try {
      requireNoMounts(directory);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(directory, e);
    }
    Path place = aside.resolve("removed-" + UUID.randomUUID());
    try {
      Files.createDirectory(place);
      Path name = place.resolve(directory.getFileName());
      return Optional.of(Files.move(directory, name, StandardCopyOption.ATOMIC_MOVE));
    } catch (IOException e) {
      remove(place);
      return Optional.empty();
    }
  }

  /**
   * Visits the files of a tree that another program may be changing: what vanishes or cannot be
   * read is skipped, links are not followed. Names stay bytes, unlike those of java.io.File.
   */
  static void visitFiles(Path directory, BiConsumer<Path, BasicFileAttributes> visitor) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              visitor.accept(file, attributes);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // The root itself vanished.
    }
  }

  private static void requireNoMounts(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Mounts.requireNone(path);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Set<PosixFilePermission> mode =
          Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
      if (mode.addAll(OWNER)) {
        Files.setPosixFilePermissions(path, mode);
      }
      for (Path one : GivenFolder.list(path)) {
        delete(one);
      }
    }
    Files.delete(path);
  }
}
