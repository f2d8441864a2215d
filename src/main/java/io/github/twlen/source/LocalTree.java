package io.github.twlen.source;

import io.github.twlen.Progress;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * An unpacked tree. It is never built in: a build works on a copy.
 *
 * @param root its top folder
 */
public record LocalTree(Path root) implements KernelSource {
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
   * Over the path, size and time of each file: a tree that was changed is another one. The contents
   * are not read, that would take as long as the copy.
   */
  @Override
  public String digest() {
    List<String> listing = new ArrayList<>();
    walk(
        (file, attributes) ->
            listing.add(
                root.relativize(file)
                    + "\0"
                    + attributes.size()
                    + "\0"
                    + attributes.lastModifiedTime().toMillis()));
    listing.sort(null);
    return Digests.sha256(String.join("\n", listing).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<String> proof() {
    return List.of();
  }

  @Override
  public Map<String, byte[]> read(Reading wanted) {
    Map<String, byte[]> read = new TreeMap<>();
    for (String name : wanted.files()) {
      Path file = root.resolve(name);
      if (Files.isRegularFile(file)) {
        read.put(name, read(file));
      }
    }
    wanted.folders().forEach(folder -> read.putAll(under(folder, wanted)));
    return read;
  }

  private Map<String, byte[]> under(String folder, Reading wanted) {
    Path start = root.resolve(folder);
    if (!Files.isDirectory(start)) {
      return Map.of();
    }
    try (Stream<Path> files = Files.walk(start)) {
      Map<String, byte[]> read = new ConcurrentSkipListMap<>();
      // Some thousand files, nearly all of which are not wanted: on all cores.
      files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList().parallelStream()
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
      throw unreadable(start, e);
    }
  }

  @Override
  public void unpack(Path target, Progress progress) {
    Path staging = target.resolveSibling(target.getFileName() + ".part");
    Workspace.remove(staging);
    Workspace.folder(staging);
    progress.status("copying " + root);
    try {
      copyTo(staging);
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(target, e);
    }
  }

  private void copyTo(Path staging) throws IOException {
    List<Path> files = new ArrayList<>();
    walk((file, attributes) -> files.add(file));
    for (Path file : files) {
      Path copy = staging.resolve(root.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      // Times are kept: make decides by them. A link stays a link.
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private interface Seen {
    void file(Path file, BasicFileAttributes attributes);
  }

  /**
   * Every file and link but those of git: with a .git in the tree, kbuild adds a + to the release.
   */
  private void walk(Seen seen) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return folder.endsWith(".git")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              seen.file(file, attributes);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw unreadable(root, e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static SourceFailure unreadable(Path file, IOException e) {
    return new SourceFailure(
        "cannot read " + file + ": " + e.getClass().getSimpleName(), "look at its permissions", e);
  }
}
