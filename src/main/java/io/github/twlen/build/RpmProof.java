package io.github.twlen.build;

import io.github.twlen.archive.RpmPackage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Opens what rpmbuild has written, and holds it against what was asked for. */
final class RpmProof {
  private final String buildId;
  private final Function<byte[], Optional<String>> fault;

  /**
   * @param buildId must stand in every release
   * @param fault what is wrong with the bytes of a header; empty when it says what it should
   */
  RpmProof(String buildId, Function<byte[], Optional<String>> fault) {
    this.buildId = buildId;
    this.fault = fault;
  }

  /**
   * The packages.
   *
   * @throws BuildFailure when there is none, or one is not what it should be
   */
  List<RpmPackage> opened(List<Path> written) {
    List<RpmPackage> packages = written.stream().map(RpmPackage::open).toList();
    if (packages.isEmpty()) {
      throw new BuildFailure(
          "rpmbuild ended well and wrote no package",
          "look at the spec's --with and --without, and at its ExclusiveArch",
          null);
    }
    packages.forEach(this::check);
    return packages;
  }

  private void check(RpmPackage rpm) {
    if (!rpm.versionRelease().contains(buildId)) {
      throw new BuildFailure(
          rpm.name() + "-" + rpm.versionRelease() + " does not carry " + buildId,
          "it would pass for the stock one; look at Release and buildid in the spec",
          null);
    }
    // kernel-devel, by whatever name, is what has the header in it.
    rpm.content(path -> path.startsWith("/usr/src/") && path.endsWith("/" + BuildTree.HEADER))
        .flatMap(fault)
        .ifPresent(
            wrong -> {
              throw new BuildFailure(
                  rpm.name() + " has an unpatched " + BuildTree.HEADER + ": " + wrong,
                  "do not install these packages; the log tells what the spec did",
                  null);
            });
  }
}
