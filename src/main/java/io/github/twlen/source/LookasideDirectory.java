// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.GivenFile;
import io.github.twlen.source.spec.SpecLayout;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the files of a dist-git work tree that are in no git but in a lookaside store. */
final class LookasideDirectory {
  /** The beginning of a file that git-lfs has not downloaded. */
  private static final String LFS_POINTER = "version https://git-lfs.github.com/";

  private final SpecLayout layout;
  private final Map<String, LookasideFile> listed = new LinkedHashMap<>();
  private final Set<Path> good = new HashSet<>();

  LookasideDirectory(SpecLayout layout) {
    this.layout = layout;
    layout.lookaside().forEach(file -> listed.put(file.name().text(), file));
  }

  /** Returns the listed files that have not been downloaded. */
  List<String> missing() {
    return listed.keySet().stream()
        .filter(name -> !Files.isRegularFile(layout.sources().resolve(name)))
        .toList();
  }

  /** Fails when a listed file has not been downloaded. */
  void requireComplete() {
    missing().stream()
        .findFirst()
        .ifPresent(
            name -> {
              throw failure(name);
            });
  }

  /** Returns the failure for a listed file that has not been downloaded. */
  SourceFailure failure(String name) {
    return new SourceFailure(
        "cannot find " + layout.sources().resolve(name) + ", which " + lists() + " lists",
        "download it: " + download());
  }

  private String lists() {
    return layout.lists().stream().map(layout::shown).findFirst().orElse("sources");
  }

  /** The list's format tells which tool downloads its files. */
  private String download() {
    return lists().startsWith(".")
        ? "run `get_sources.sh` of centos-git-common in " + layout.root()
        : "run `fedpkg sources`, `centpkg sources` or `spectool -g` in " + layout.root();
  }

  /**
   * Returns a file after its check.
   *
   * @throws SourceFailure when it is incomplete, or is not the listed one
   */
  Path checked(Path file) {
    if (good.contains(file)) {
      return file;
    }
    if (isPointer(file)) {
      throw new SourceFailure(
          "cannot use " + file + ": it is a pointer of Git LFS", "run `git lfs pull`");
    }
    Optional.ofNullable(listed.get(String.valueOf(file.getFileName())))
        .ifPresent(
            entry -> {
              String algorithm = entry.digest().map(d -> d.algorithm().javaName()).orElse("MD5");
              String found = Digests.of(algorithm, file);
              if (!found.equalsIgnoreCase(entry.written())) {
                throw new SourceFailure(
                    "cannot use "
                        + file
                        + ": "
                        + algorithm
                        + " "
                        + found
                        + ", "
                        + lists()
                        + " has "
                        + entry.written(),
                    "delete it, and download it again: " + download());
              }
            });
    good.add(file);
    return file;
  }

  private static boolean isPointer(Path file) {
    try (InputStream in = GivenFile.open(file)) {
      byte[] head = in.readNBytes(LFS_POINTER.length());
      return new String(head, StandardCharsets.ISO_8859_1).equals(LFS_POINTER);
    } catch (IOException e) {
      throw WorkspaceFailure.reading(file, e);
    }
  }
}
