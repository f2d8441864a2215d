package io.github.twlen.source;

import io.github.twlen.Progress;
import io.github.twlen.archive.TarSearch;
import io.github.twlen.archive.TreeExtractor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A tarball.
 *
 * @param path the file
 * @param version of the package it came in; empty for none
 * @param origin where it came from
 * @param digest SHA-256 of the file
 * @param proof what was held against what
 */
public record Tarball(Path path, String version, String origin, String digest, List<String> proof)
    implements KernelSource {
  /** Copies what it is given. */
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
  public Optional<byte[]> file(String file) {
    return new TarSearch(path).first(file);
  }

  @Override
  public void forEachUnder(List<String> folders, BiConsumer<String, byte[]> visitor) {
    new TarSearch(path).forEach(folders, visitor);
  }

  @Override
  public void unpack(Path target, Progress progress) {
    new TreeExtractor(path, target, TreeExtractor.USUAL_LIMIT, progress).call();
  }
}
