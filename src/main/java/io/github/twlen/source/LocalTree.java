// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.GivenFile;
import io.github.twlen.GivenFolder;
import io.github.twlen.Message;
import io.github.twlen.Progress;
import io.github.twlen.archive.RawName;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.StagedDirectory;
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

/** An unpacked tree. A build works on a copy. */
public record LocalTree(Path location) implements KernelSource {
  /** In bytes; Linux 6.12 has a register header of 22 MB. */
  private static final int LARGEST = 64 << 20;

  @Override
  public String name() {
    return location.toString();
  }

  @Override
  public String version() {
    return kernelVersion().text();
  }

  @Override
  public Message origin() {
    return Message.verbatim(location.toString());
  }

  /**
   * Covers the path, mode, size and times of each file, among them ctime, which no program can set.
   * The contents are not read, since that takes as long as the copy. Fails when something in the
   * tree cannot be copied, such as a pipe.
   */
  @Override
  public String digest() {
    List<String> listing = new ArrayList<>();
    for (TreeFiles.Entry entry : TreeFiles.of(location)) {
      boolean elsewhere = !entry.from().equals(entry.file());
      listing.add(
          RawName.of(entry.name())
              + state(entry.file())
              // The state of a link does not change with its target.
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
  public List<Message> proof() {
    return List.of();
  }

  @Override
  public Map<String, byte[]> read(ReadRequest wanted) {
    Map<String, byte[]> read = new TreeMap<>();
    for (String name : wanted.files()) {
      if (isFile(location.resolve(name))) {
        read.put(name, read(place(name)));
      }
    }
    wanted.folders().forEach(folder -> read.putAll(under(folder, wanted)));
    return read;
  }

  /** An inaccessible file is reported, not treated as missing. */
  private static boolean isFile(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw SourceFailure.unreadable(file, e);
    }
  }

  /** Returns the real path of a file of the tree; fails when a link leads out of the tree. */
  public Path place(String name) {
    return Workspace.inside(location, name)
        .orElseThrow(
            () ->
                new SourceFailure(
                    "cannot use " + location.resolve(name) + ": a link leaves the tree",
                    "copy the file itself into the tree"));
  }

  private Map<String, byte[]> under(String folder, ReadRequest wanted) {
    Path start = location.resolve(folder);
    if (!Files.isDirectory(start)) {
      return Map.of();
    }
    try {
      Map<String, byte[]> read = new ConcurrentSkipListMap<>();
      // Thousands of files, few of which are returned.
      GivenFolder.all(start, Integer.MAX_VALUE).stream()
          .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
          .toList()
          .parallelStream()
          .forEach(
              file -> {
                byte[] content = read(file);
                String path = location.relativize(file).toString();
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
    List<TreeFiles.Entry> entries = TreeFiles.of(location);
    progress.status("copying " + location);
    try (StagedDirectory staging = new StagedDirectory(target)) {
      for (TreeFiles.Entry entry : entries) {
        copy(entry, staging.path().resolve(entry.name()));
      }
      staging.commit();
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
    // make needs the times. A link stays a link.
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
