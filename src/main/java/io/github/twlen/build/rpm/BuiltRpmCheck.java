// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Opens what rpmbuild has written, and holds it against what was asked for. */
final class BuiltRpmCheck {
  private final String buildId;
  private final Function<byte[], Optional<String>> fault;
  private final RpmVersionCompare versions;

  /**
   * @param buildId must stand in every release
   * @param fault what is wrong with the bytes of a header; empty when it says what it should
   * @param versions which release is newer
   */
  BuiltRpmCheck(
      String buildId, Function<byte[], Optional<String>> fault, RpmVersionCompare versions) {
    this.buildId = buildId;
    this.fault = fault;
    this.versions = versions;
  }

  /**
   * What was found.
   *
   * @param packages all of them, opened
   * @param header where the header was read, in words; empty when no package has it
   * @param notes what whoever installs them should know, a sentence each
   */
  record Found(List<RpmPackage> packages, Optional<String> header, List<String> notes) {}

  /**
   * Opens the packages.
   *
   * @throws BuildFailure when there is none, or one is not what it should be
   */
  Found open(List<Path> written) {
    List<RpmPackage> packages = written.stream().map(RpmPackage::open).toList();
    if (packages.isEmpty()) {
      throw new BuildFailure(
          "rpmbuild ended well and wrote no package",
          "look at the spec's --with and --without, and at its ExclusiveArch",
          null);
    }
    packages.forEach(this::checkRelease);
    packages.stream().map(RpmPackage::versionRelease).distinct().forEach(this::checkOrder);
    Optional<String> header =
        packages.stream().filter(this::hasPatchedHeader).map(RpmPackage::name).findFirst();
    List<String> notes = new ArrayList<>(unmet(packages));
    if (header.isEmpty()) {
      notes.add("no package has " + BuildTree.HEADER + ": it was read in the prepared tree only");
    }
    return new Found(packages, header, notes);
  }

  private void checkRelease(RpmPackage rpm) {
    if (!rpm.versionRelease().contains(buildId)) {
      throw new BuildFailure(
          rpm.name() + "-" + rpm.versionRelease() + " does not carry " + buildId,
          "it would pass for the stock one; look at Release and buildid in the spec",
          null);
    }
  }

  /** The stock release is the same without the build's name. */
  private void checkOrder(String release) {
    String stock = release.replace(buildId, "");
    if (!versions.newer(release, stock)) {
      throw new BuildFailure(
          "rpm takes " + release + " for no newer than the stock " + stock,
          "a host with the stock kernel would not install it; look at Release in the spec",
          null);
    }
  }

  /** kernel-devel, by whatever name, is what has the header in it. */
  private boolean hasPatchedHeader(RpmPackage rpm) {
    Optional<byte[]> header =
        rpm.content(path -> path.startsWith("/usr/src/") && path.endsWith("/" + BuildTree.HEADER));
    header
        .flatMap(fault)
        .ifPresent(
            wrong -> {
              throw new BuildFailure(
                  rpm.name() + " has an unpatched " + BuildTree.HEADER + ": " + wrong,
                  "do not install these packages; the log tells what the spec did",
                  null);
            });
    return header.isPresent();
  }

  /**
   * What the packages require of this very release and none of them provides, as el6's kernel does
   * with kernel-firmware: nobody else has it.
   */
  private List<String> unmet(List<RpmPackage> packages) {
    return packages.stream()
        .flatMap(rpm -> rpm.requires().stream())
        .filter(need -> need.version().contains(buildId))
        .filter(need -> packages.stream().noneMatch(p -> p.provides().contains(need.name())))
        .map(
            need ->
                "the packages require "
                    + need.name()
                    + " "
                    + need.version()
                    + ", which was not built: they cannot be installed without it")
        .distinct()
        .toList();
  }
}
