// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.archive.RawName;
import io.github.twlen.archive.tar.LinkTargets;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files to copy from a user's tree. A build writes through links, so none may leave the copy; a
 * pipe, a socket or a device is an error.
 */
final class TreeFiles {
  /** In bytes: a report of twlen is recognised by its beginning. */
  private static final int REPORT_BEGINS = 4096;

  /** The output of a run beside its report, which may be in a tree. */
  private static final Pattern RESULT =
      Pattern.compile(
          "report\\.(json|html)|[a-z]+\\.log|config(\\.diff)?|initramfs\\.cpio\\.gz|stock"
              + "|tcp-timewait-(\\d+s|sysctl)\\.patch|provenance\\.json|kernel\\.cdx\\.json"
              + "|kernel-install\\.sh|linux-.*\\.tar.*|.*\\.(rpm|deb)|"
              + Architectures.bundled().imageNames());

  private final Path top;
  private final List<Path> files = new ArrayList<>();
  private final List<Path> symbolicLinks = new ArrayList<>();
  private final Set<Path> emptyFolders = new LinkedHashSet<>();
  private final LinkTargets targets = new LinkTargets();

  /**
   * A file, a link or an empty directory of the tree.
   *
   * @param name its path from the tree's top directory
   * @param from the file to copy: the same, or the file outside that a link leads to
   * @param link the target of a link that must differ in the copy
   */
  record Entry(Path name, Path file, Path from, Optional<Path> link) {}

  private TreeFiles(Path top) {
    this.top = top;
  }

  /**
   * Returns all files, links and empty directories, without those of git, with which kbuild adds a
   * + to the release, and without a cache or earlier output of twlen; fails when something cannot
   * be read or copied.
   */
  static List<Entry> of(Path root) {
    try {
      // The tree itself may be behind a link.
      TreeFiles all = new TreeFiles(root.toRealPath());
      all.find();
      return all.entries();
    } catch (IOException e) {
      throw SourceFailure.unreadable(root, e);
    }
  }

  private void find() throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            emptyFolders.remove(folder.getParent());
            if (isOther(folder) || Workspace.isCache(folder)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            emptyFolders.add(folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            emptyFolders.remove(file.getParent());
            if (!isOther(file)) {
              add(file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void add(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isSymbolicLink()) {
      symbolicLinks.add(file);
      targets.add(RawName.of(top.relativize(file)), RawName.of(Files.readSymbolicLink(file)));
    } else if (attributes.isRegularFile()) {
      files.add(file);
    } else {
      throw refused(file, "it is a pipe, a socket or a device", "remove it from the tree");
    }
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    emptyFolders.remove(top);
    Stream.concat(files.stream(), emptyFolders.stream())
        .forEach(
            file -> entries.add(new Entry(top.relativize(file), file, file, Optional.empty())));
    for (Path link : symbolicLinks) {
      entries.add(entry(link));
    }
    return entries;
  }

  private Entry entry(Path link) {
    Path name = top.relativize(link);
    if (targets.stays(RawName.of(name))) {
      return new Entry(name, link, link, Optional.empty());
    }
    Path to = end(link);
    if (to.startsWith(top)) {
      // Such as an absolute link, which in the copy would still lead into the user's tree.
      Path relative = Objects.requireNonNull(link.getParent()).relativize(to);
      return new Entry(name, link, link, Optional.of(relative));
    }
    if (Files.isRegularFile(to)) {
      return new Entry(name, link, to, Optional.empty());
    }
    boolean folder = Files.isDirectory(to);
    throw refused(
        link,
        "it is a link out of the tree, to "
            + (folder ? "the directory " : "a pipe or a device, ")
            + to,
        folder ? "copy the directory itself into the tree" : "remove it from the tree");
  }

  private static Path end(Path link) {
    try {
      return link.toRealPath();
    } catch (NoSuchFileException e) {
      throw refused(link, "it is a link out of the tree, to nothing", "remove it from the tree");
    } catch (IOException e) {
      throw SourceFailure.unreadable(link, e);
    }
  }

  private static SourceFailure refused(Path file, String why, String remedy) {
    return new SourceFailure("cannot copy " + file + ": " + why, remedy);
  }

  /** Returns whether it belongs to git, as a directory, file or link, or is output of twlen. */
  private static boolean isOther(Path file) {
    return file.endsWith(".git") || isResult(file);
  }

  private static boolean isResult(Path file) {
    if (!RESULT.matcher(String.valueOf(file.getFileName())).matches()) {
      return false;
    }
    Path report = file.resolveSibling("report.json");
    if (!Files.isRegularFile(report, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(report)) {
      return new String(in.readNBytes(REPORT_BEGINS), StandardCharsets.ISO_8859_1)
          .contains("\"twlenVersion\"");
    } catch (IOException e) {
      throw SourceFailure.unreadable(report, e);
    }
  }
}
