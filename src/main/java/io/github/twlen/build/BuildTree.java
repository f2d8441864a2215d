// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.GivenFile;
import io.github.twlen.build.make.TreeTimes;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * A cached work tree. A build writes only below it, including the tools' home and temporary files.
 *
 * @param root the parent of the kernel tree, since {@code bindeb-pkg} writes next to the tree
 */
public record BuildTree(Path root) {
  /** The kernel configuration, relative to {@link #root}. */
  public static final String CONFIG = "linux/.config";

  /** Output of the package targets in all kernel versions, relative to {@link #root}. */
  public static final List<String> PACKAGES =
      List.of(
          "*.deb", "linux/linux-*.tar*", "home/rpmbuild/RPMS/*.rpm", "linux/rpmbuild/RPMS/*.rpm");

  /** Returns the kernel tree. */
  public Path linux() {
    return root.resolve("linux");
  }

  /** Returns the path of the kernel configuration. */
  public Path config() {
    return root.resolve(CONFIG);
  }

  /** Creates and returns the directory for the tools' temporary files. */
  public Path tmp() {
    return Workspace.folder(root.resolve("tmp"));
  }

  /** Returns the directory of the original files that remedies changed. */
  public static Path originals(Path root) {
    return root.resolve("as-it-came");
  }

  /**
   * Deletes symbolic links that others may have planted in a work directory, and returns them. Call
   * it before using the directory, so that no write follows a link out of it.
   */
  public static List<Path> dropLinks(Path root) {
    List<Path> links = new ArrayList<>(Workspace.dropLinks(root, 1));
    links.addAll(Workspace.dropLinks(originals(root), Integer.MAX_VALUE));
    links.addAll(Workspace.dropLinks(stockFiles(root), Integer.MAX_VALUE));
    return links;
  }

  /** Returns the marker file that exists while make runs; a leftover one means a killed run. */
  public Path marker() {
    return root.resolve("building");
  }

  /**
   * Writes the patched files into the tree, restores those of an earlier patch, and returns whether
   * one changed since the last build. An unchanged file stays untouched, so nothing is compiled
   * again; its content decides, since times can be wrong.
   */
  public boolean putFiles(Map<String, byte[]> patched) {
    SortedMap<String, byte[]> files = new TreeMap<>(patched);
    List<Path> restored = new ArrayList<>();
    for (Path stock : find(Workspace.folder(stockFiles(root)), Integer.MAX_VALUE, (f, a) -> true)) {
      if (files.putIfAbsent(stockFiles(root).relativize(stock).toString(), read(stock)) == null) {
        restored.add(stock);
      }
    }
    boolean changed = false;
    for (Map.Entry<String, byte[]> entry : files.entrySet()) {
      Path file = inside(linux(), entry.getKey());
      byte[] present = read(file);
      if (!Arrays.equals(entry.getValue(), present)) {
        Path stock = stockFiles(root).resolve(entry.getKey());
        if (!entry.getKey().equals(TimewaitLength.HEADER) && !Files.exists(stock)) {
          AtomicFile.write(stock, present);
        }
        AtomicFile.write(file, entry.getValue());
        changed = true;
      }
    }
    if (!changed && Files.exists(compiled()) && text(compiled()).equals(stamp(files))) {
      return false;
    }
    forgetHeader();
    files.keySet().forEach(name -> new TreeTimes(linux()).makeNewest(inside(linux(), name)));
    restored.forEach(Workspace::remove);
    files.keySet().removeIf(name -> !patched.containsKey(name));
    AtomicFile.write(compiled(), stamp(files));
    return true;
  }

  /** Holds stock files that a patch changed; the header is always in the patch. */
  private static Path stockFiles(Path root) {
    return root.resolve("stock-files");
  }

  /** Makes the next build compile every user of the header again. */
  public void forgetHeader() {
    Workspace.remove(compiled());
  }

  /** Holds the checksum and time of the files that the object files were compiled with. */
  private Path compiled() {
    return root.resolve("compiled-header");
  }

  private String stamp(SortedMap<String, byte[]> files) {
    StringBuilder stamp = new StringBuilder();
    files.forEach(
        (name, content) -> {
          Path file = linux().resolve(name);
          try {
            stamp.append(Digests.sha256(content)).append(' ');
            stamp.append(Files.getLastModifiedTime(file)).append('\n');
          } catch (IOException e) {
            throw WorkspaceFailure.reading(file, e);
          }
        });
    return stamp.toString();
  }

  /** Returns the real path of a file of a tree; fails if a link leads out of the tree. */
  public static Path inside(Path tree, String file) {
    return Workspace.inside(tree, file)
        .orElseThrow(
            () ->
                new BuildFailure(
                    "cannot use " + tree.resolve(file) + ": a symbolic link leads out of the tree",
                    "replace the link in the source by the file itself"));
  }

  /**
   * Writes the release suffix, empty for the stock kernel, into a file that every makefile reads,
   * if the tree ignores {@code LOCALVERSION} on make's command line. Up to 2.6.35 that needs {@code
   * CONFIG_LOCALVERSION_AUTO}; later trees read it in {@code scripts/setlocalversion}.
   */
  public void putLocalVersion(String localVersion) {
    Path script = linux().resolve("scripts/setlocalversion");
    if (!Files.exists(script) || text(script).contains("${LOCALVERSION")) {
      return;
    }
    Path file = linux().resolve("localversion-twlen");
    if (localVersion.isEmpty()) {
      Workspace.remove(file);
    } else {
      AtomicFile.write(file, localVersion + "\n");
    }
  }

  /** Returns the present header. */
  public byte[] header() {
    return read(linux().resolve(TimewaitLength.HEADER));
  }

  /** Returns the files that match {@link #PACKAGES}, sorted. */
  public List<Path> packages() {
    return PACKAGES.stream().flatMap(this::matching).sorted().toList();
  }

  private Stream<Path> matching(String pattern) {
    Path directory = root.resolve(pattern).resolveSibling("");
    String glob = pattern.substring(pattern.lastIndexOf('/') + 1);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    // RPMS has a subdirectory for each architecture.
    int depth = directory.endsWith("RPMS") ? 2 : 1;
    return Files.isDirectory(directory)
        ? find(directory, depth, (file, a) -> matcher.matches(file.getFileName())).stream()
        : Stream.empty();
  }

  /** Returns the regular files below a directory that pass a filter; links are not followed. */
  public static List<Path> find(
      Path directory, int depth, BiPredicate<Path, BasicFileAttributes> filter) {
    try (Stream<Path> files =
        Files.find(directory, depth, (file, a) -> a.isRegularFile() && filter.test(file, a))) {
      return files.toList();
    } catch (IOException e) {
      throw WorkspaceFailure.reading(directory, e);
    } catch (UncheckedIOException e) {
      throw WorkspaceFailure.reading(directory, Objects.requireNonNull(e.getCause()));
    }
  }

  /** Reads a file of a work tree as ISO-8859-1; see {@link #read}. */
  public static String text(Path file) {
    return new String(read(file), StandardCharsets.ISO_8859_1);
  }

  /** Reads a file of a work tree, or fails with the advice to delete the tree. */
  public static byte[] read(Path file) {
    try {
      return GivenFile.read(file);
    } catch (IOException e) {
      throw new BuildFailure(
          "cannot read " + file + ": " + GivenFile.reason(file, e),
          "run `twlen cache prune` to delete the incomplete work tree, then rerun",
          e);
    }
  }
}
