// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.GivenFile;
import io.github.twlen.GivenFolder;
import io.github.twlen.Progress;
import io.github.twlen.archive.RawName;
import io.github.twlen.workspace.AtomicDirectory;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * An unpacked tree. It is never built in: a build works on a copy.
 *
 * @param root its top folder
 */
public record LocalTree(Path root) implements KernelSource {
  /** In bytes; Linux 6.12 has a register header of 22 MB. */
  private static final int LARGEST = 64 << 20;

  @Override
  public Path location() {
    return root;
  }

  @Override
  public String name() {
    return root.toString();
  }

  @Override
  public String kind() {
    return "tree";
  }

  @Override
  public String version() {
    return kernelVersion().text();
  }

  @Override
  public String origin() {
    return root.toString();
  }

  /**
   * Over the path, mode, size and times of each file: a tree that was changed is another one. Of
   * the times one is that of the last change, which nobody can set back. The contents are not read,
   * that would take as long as the copy.
   *
   * @throws SourceFailure when something in the tree cannot be copied, such as a pipe
   */
  @Override
  public String digest() {
    List<String> listing = new ArrayList<>();
    for (TreeFiles.Entry entry : TreeFiles.of(root)) {
      boolean elsewhere = !entry.from().equals(entry.file());
      listing.add(
          RawName.of(entry.name())
              + state(entry.file())
              // A link's own state stays the same when what it leads to is another.
              + (elsewhere ? state(entry.from()) : "")
              + entry.link().map(to -> "\0" + RawName.of(to)).orElse(""));
    }
    listing.sort(null);
    return Digests.sha256(RawName.bytes(String.join("\n", listing)));
  }

  private static String state(Path file) {
    try {
      Map<String, Object> state =
          new TreeMap<>(
              Files.readAttributes(
                  file, "unix:size,lastModifiedTime,mode,ctime", LinkOption.NOFOLLOW_LINKS));
      return "\0" + state;
    } catch (IOException e) {
      throw SourceFailure.unreadable(file, e);
    }
  }

  @Override
  public List<String> proof() {
    return List.of();
  }

  @Override
  public Map<String, byte[]> read(ReadRequest wanted) {
    Map<String, byte[]> read = new TreeMap<>();
    for (String name : wanted.files()) {
      if (isFile(root.resolve(name))) {
        read.put(name, read(place(name)));
      }
    }
    wanted.folders().forEach(folder -> read.putAll(under(folder, wanted)));
    return read;
  }

  /** What may not be looked at is told; it is not missing. */
  private static boolean isFile(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw SourceFailure.unreadable(file, e);
    }
  }

  /**
   * Returns where a file of the tree is, links followed.
   *
   * @param name its path from the tree's top on
   * @throws SourceFailure when a link on the way leads out of the tree
   */
  public Path place(String name) {
    return Workspace.inside(root, name)
        .orElseThrow(
            () ->
                new SourceFailure(
                    root.resolve(name) + " is a link that leaves the tree, or lies below one",
                    "put the file itself into the tree",
                    null));
  }

  private Map<String, byte[]> under(String folder, ReadRequest wanted) {
    Path start = root.resolve(folder);
    if (!Files.isDirectory(start)) {
      return Map.of();
    }
    try {
      Map<String, byte[]> read = new ConcurrentSkipListMap<>();
      // Some thousand files, nearly all of which are not wanted: on all cores.
      GivenFolder.all(start, Integer.MAX_VALUE).stream()
          .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
          .toList()
          .parallelStream()
          .forEach(
              file -> {
                byte[] content = read(file);
                String path = root.relativize(file).toString();
                if (wanted.wants(path, content)) {
                  read.put(path, content);
                }
              });
      return read;
    } catch (IOException e) {
      throw SourceFailure.unreadable(start, e);
    }
  }

  @Override
  public void unpack(Path target, Progress progress) {
    List<TreeFiles.Entry> entries = TreeFiles.of(root);
    Path staging = AtomicDirectory.stage(target);
    progress.status("copying " + root);
    try {
      for (TreeFiles.Entry entry : entries) {
        copy(entry, staging.resolve(entry.name()));
      }
      AtomicDirectory.move(staging, target);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(target, e);
    }
  }

  private static void copy(TreeFiles.Entry entry, Path copy) throws IOException {
    Files.createDirectories(copy.getParent());
    if (entry.link().isPresent()) {
      Files.createSymbolicLink(copy, entry.link().get());
      return;
    }
    if (!Files.isReadable(entry.from()) && !Files.isSymbolicLink(entry.from())) {
      throw SourceFailure.unreadable(
          entry.from(), new AccessDeniedException(entry.from().toString()));
    }
    // Times are kept: make decides by them. A link stays a link.
    Files.copy(entry.from(), copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
  }

  private static byte[] read(Path file) {
    try {
      return GivenFile.read(file, LARGEST);
    } catch (IOException e) {
      throw SourceFailure.unreadable(file, e);
    }
  }
}
