// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.GivenFile;
import io.github.twlen.GivenFolder;
import io.github.twlen.build.make.TreeTimes;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A kept tree and what belongs to it. All that a build writes stays in here: also the home folder
 * and the temporary folder that its tools see.
 *
 * @param root the folder of it all; not the tree itself, since {@code bindeb-pkg} writes beside the
 *     tree
 */
public record BuildTree(Path root) {
  /** The file that is patched, relative to the tree. */
  public static final String HEADER = "include/net/tcp.h";

  /** The configuration, below the folder of it all. */
  public static final String CONFIG = "linux/.config";

  /** Where the package targets put what they make, by kernel version; below the same folder. */
  public static final List<String> PACKAGES =
      List.of(
          "*.deb", "linux/linux-*.tar*", "home/rpmbuild/RPMS/*.rpm", "linux/rpmbuild/RPMS/*.rpm");

  /** The kernel tree. */
  public Path linux() {
    return root.resolve("linux");
  }

  /** The tree's configuration. */
  public Path config() {
    return root.resolve(CONFIG);
  }

  /** A home folder for the tools: rpmbuild works in the one it sees. */
  public Path home() {
    return Workspace.folder(root.resolve("home"));
  }

  /** A folder for the temporary files of the tools. */
  public Path tmp() {
    return Workspace.folder(root.resolve("tmp"));
  }

  /** Files of the tree as they came, where a remedy has changed them. */
  public Path asItCame() {
    return asItCame(root);
  }

  private static Path asItCame(Path root) {
    return root.resolve("as-it-came");
  }

  /**
   * Removes what would lead twlen out of the folder of a work in which others could write: it is to
   * be called before anything in there is used.
   *
   * @param root the folder of a tree, or the {@code _topdir} of a package
   * @return the links that were removed
   */
  public static List<Path> dropLinks(Path root) {
    List<Path> links = new ArrayList<>(Workspace.dropLinks(root, 1));
    links.addAll(Workspace.dropLinks(asItCame(root), Integer.MAX_VALUE));
    return links;
  }

  /** Stands while a make is at work; one that was found standing tells of a killed run. */
  public Path marker() {
    return root.resolve("building");
  }

  /** To be called before make begins. */
  public void mark() {
    AtomicFile.write(marker(), "a make is at work here\n");
  }

  /** To be called when make has ended by itself, for it then removes what it had half made. */
  public void unmark() {
    Workspace.remove(marker());
  }

  /** How many files earlier builds of a kind compiled, to know how far this one is. */
  public Path count(String kind) {
    return root.resolve("counts").resolve(kind);
  }

  /**
   * Puts the header into the tree. When it is the one that the tree was compiled with last, it is
   * not touched, and causes no compilation; that is known from its content, for times may lie. Else
   * it becomes the newest file of the tree.
   *
   * @return whether it is another than the last time
   */
  public boolean putHeader(byte[] header) {
    Path file = inside(linux(), HEADER);
    if (!Arrays.equals(header, header())) {
      AtomicFile.write(file, header);
    } else if (Files.exists(compiledHeader())
        && Arrays.equals(read(compiledHeader()), stamp(header))) {
      return false;
    }
    forgetHeader();
    new TreeTimes(linux()).makeNewest(file);
    AtomicFile.write(compiledHeader(), stamp(header));
    return true;
  }

  /** Sees to it that the next build compiles anew what uses the header. */
  public void forgetHeader() {
    Workspace.remove(compiledHeader());
  }

  /** Tells which header all that was compiled since has seen: its digest and its time. */
  private Path compiledHeader() {
    return root.resolve("compiled-header");
  }

  private byte[] stamp(byte[] header) {
    try {
      String time = Files.getLastModifiedTime(linux().resolve(HEADER)).toString();
      return (Digests.sha256(header) + " " + time + "\n").getBytes(StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw WorkspaceFailure.reading(linux().resolve(HEADER), e);
    }
  }

  /**
   * Returns where a file of a tree is, links followed.
   *
   * @throws BuildFailure when a link on the way leads out of the tree
   */
  public static Path inside(Path tree, String file) {
    return Workspace.inside(tree, file)
        .orElseThrow(
            () ->
                new BuildFailure(
                    tree.resolve(file) + " is a link that leaves the tree, or lies below one",
                    "put the file itself into the source, and run it again",
                    null));
  }

  /**
   * Puts the end of the release into a file that every kernel's makefile reads, where it does not
   * take {@code LOCALVERSION} from its command line: up to 2.6.35 it does only with {@code
   * CONFIG_LOCALVERSION_AUTO}; later ones ask in {@code scripts/setlocalversion}.
   *
   * @param localVersion such as {@code -tw15}; empty for the stock kernel
   */
  public void putLocalVersion(String localVersion) {
    Path script = linux().resolve("scripts/setlocalversion");
    if (!Files.exists(script)
        || new String(read(script), StandardCharsets.ISO_8859_1).contains("${LOCALVERSION")) {
      return;
    }
    Path file = linux().resolve("localversion-twlen");
    if (localVersion.isEmpty()) {
      Workspace.remove(file);
    } else {
      AtomicFile.write(file, localVersion + "\n");
    }
  }

  /** The header as it stands in the tree now. */
  public byte[] header() {
    return read(linux().resolve(HEADER));
  }

  /** What the package targets have made, in the places that the kernel versions choose. */
  public List<Path> packages() {
    return List.of(
            find(root, "*.deb"),
            find(linux(), "linux-*.tar*"),
            find(root.resolve("home/rpmbuild/RPMS"), "*.rpm"),
            find(linux().resolve("rpmbuild/RPMS"), "*.rpm"))
        .stream()
        .flatMap(List::stream)
        .sorted()
        .toList();
  }

  private static List<Path> find(Path folder, String glob) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var matcher = folder.getFileSystem().getPathMatcher("glob:" + glob);
    // RPMS has one folder an architecture; elsewhere only the folder itself is looked into.
    int depth = folder.endsWith("RPMS") ? 2 : 1;
    try {
      return GivenFolder.all(folder, depth).stream()
          .filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
          .filter(p -> matcher.matches(p.getFileName()))
          .toList();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
  }

  public static byte[] read(Path file) {
    try {
      return GivenFile.read(file);
    } catch (IOException e) {
      throw new BuildFailure(
          "cannot read " + file + ": " + GivenFile.reason(file, e),
          "the kept tree is not whole: `twlen cache prune` removes it, and the next run unpacks it"
              + " anew",
          e);
    }
  }
}
