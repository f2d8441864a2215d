// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.Message;
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
 * @param version of its package; empty for none
 * @param cache the files that were read of it before
 */
public record Tarball(
    Path location, String version, Message origin, List<Message> proof, ReadCache cache)
    implements KernelSource {
  public Tarball {
    proof = List.copyOf(proof);
  }

  @Override
  public String digest() {
    return Digests.sha256(location);
  }

  @Override
  public Map<String, byte[]> read(ReadRequest wanted) {
    return cache.get(location, wanted, () -> read(TarInput.of(location), wanted));
  }

  /** Checks the first bytes of a tarball; fails when it is none. */
  static void look(TarInput tarball) {
    if (!tarball.isTar()) {
      throw new SourceFailure(
          "cannot use "
              + tarball.name()
              + ": neither a tar archive (xz, gz, bz2, zst or plain) nor a source RPM",
          "pass a kernel's tarball, a source RPM or an unpacked tree");
    }
  }

  /** Reads files in one pass; fails when it is no tarball. */
  static Map<String, byte[]> read(TarInput tarball, ReadRequest wanted) {
    look(tarball);
    return read(new TarSearch(tarball), wanted);
  }

  /** Reads files in one pass. */
  static Map<String, byte[]> read(TarSearch search, ReadRequest wanted) {
    Map<String, byte[]> read = new TreeMap<>();
    search.read(
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
    new TreeExtractor(location, target, TreeExtractor.USUAL_LIMIT, progress).call();
  }
}
