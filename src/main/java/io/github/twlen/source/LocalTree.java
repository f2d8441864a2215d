package io.github.twlen.source;

import io.github.twlen.GivenFile;
import io.github.twlen.GivenFolder;
import io.github.twlen.Progress;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/**
 * An unpacked tree. It is never built in: a build works on a copy.
 *
 * @param root its top folder
 */
public record LocalTree(Path root) implements KernelSource {
  /** In bytes; Linux 6.12 has a register header of 22 MB. */
  private static final int LARGEST = 64 << 20;

  /** Bytes, within which a report tells whose it is. */
  private static final int REPORT_BEGINS = 4096;

  /** What a run puts beside its report, where that is in a tree. */
  private static final Pattern RESULT =
      Pattern.compile(
          "report\\.(json|html)|[a-z]+\\.log|config(\\.diff)?|bzImage|initramfs\\.cpio\\.gz|stock"
              + "|tcp-timewait-\\d+s\\.patch|linux-.*\\.tar.*|.*\\.(rpm|deb)");

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
                    + attributes.lastModifiedTime().toMillis()
                    + "\0"
                    + more(file)));
    listing.sort(null);
    return Digests.sha256(String.join("\n", listing).getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> more(Path file) {
    try {
      return new TreeMap<>(
          Files.readAttributes(file, "unix:mode,ctime", LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public List<String> proof() {
    return List.of();
  }

  @Override
  public Map<String, byte[]> read(Reading wanted) {
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
      throw unreadable(file, e);
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

  private Map<String, byte[]> under(String folder, Reading wanted) {
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
      Path copy = staging.resolve(root.relativize(file));
      Files.createDirectories(copy.getParent());
      // Times are kept: make decides by them. A link stays a link.
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private interface Seen {
    void file(Path file, BasicFileAttributes attributes);
  }

  /**
   * Every file and link but those of git, with which kbuild adds a + to the release, and those of
   * twlen: a cache, or the output of an earlier run, is no part of the source.
   */
  private void walk(Seen seen) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return folder.endsWith(".git") || Workspace.isCache(folder) || isResult(folder)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!isResult(file)) {
                seen.file(file, attributes);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw unreadable(root, e);
    }
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
      throw unreadable(report, e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return GivenFile.read(file, LARGEST);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static SourceFailure unreadable(Path file, IOException e) {
    // Of a walk the exception alone tells which folder it was.
    boolean other = e instanceof FileSystemException named && named.getFile() != null;
    Path at = other ? Path.of(((FileSystemException) e).getFile()) : file;
    return new SourceFailure(
        "cannot read " + at + ": " + GivenFile.reason(at, e),
        e instanceof AccessDeniedException
            ? "let this user read it, or leave it out of the tree"
            : "see that this is the source of a Linux kernel",
        e);
  }
}
