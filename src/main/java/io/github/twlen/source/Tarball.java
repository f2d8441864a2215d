// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.Progress;
import io.github.twlen.archive.tar.TarInput;
import io.github.twlen.archive.tar.TarSearch;
import io.github.twlen.archive.tar.TreeExtractor;
import io.github.twlen.workspace.Digests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A tarball.
 *
 * @param path the file
 * @param version of the package it came in; empty for none
 * @param origin where it came from
 * @param proof what was held against what
 * @param cache what was read of it before
 */
public record Tarball(Path path, String version, String origin, List<String> proof, ReadCache cache)
    implements KernelSource {
  public Tarball {
    proof = List.copyOf(proof);
  }

  @Override
  public Path location() {
    return path;
  }

  @Override
  public String name() {
    return String.valueOf(path.getFileName());
  }

  @Override
  public String kind() {
    return "tarball";
  }

  @Override
  public String digest() {
    return Digests.sha256(path);
  }

  @Override
  public Map<String, byte[]> read(ReadRequest wanted) {
    return cache.get(path, wanted, () -> read(TarInput.of(path), wanted));
  }

  /**
   * Sees to it that it is a tarball, by its first bytes.
   *
   * @throws SourceFailure when it is none
   */
  static void look(TarInput tarball) {
    if (!tarball.isTar()) {
      throw new SourceFailure(
          tarball.name() + " is neither a tar archive (xz, gz, bz2, zst or plain) nor a source RPM",
          "give a kernel's tarball, a source RPM or an unpacked tree",
          null);
    }
  }

  /**
   * Reads in one pass, where it cannot be less.
   *
   * @throws SourceFailure when it is no tarball
   */
  static Map<String, byte[]> read(TarInput tarball, ReadRequest wanted) {
    look(tarball);
    Map<String, byte[]> read = new TreeMap<>();
    new TarSearch(tarball)
        .read(
            wanted.files(),
            wanted.folders(),
            (path, content) -> {
              if (wanted.wants(path, content)) {
                read.put(path, content);
              }
            });
    return read;
  }

  @Override
  public void unpack(Path target, Progress progress) {
    new TreeExtractor(path, target, TreeExtractor.USUAL_LIMIT, progress).call();
  }
}
