// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.Message;
import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.spec.SpecAnswer;
import io.github.twlen.build.spec.naming.RpmVersionCompare;
import io.github.twlen.build.spec.naming.SpecReview;
import io.github.twlen.recipe.TimewaitLength;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the packages that rpmbuild wrote.
 *
 * @param reviewed has the buildid, which must be part of every release
 * @param check tells whether a header has the patch
 * @param active has an rpm, which compares releases
 */
record BuiltRpmCheck(
    SpecReview.Reviewed reviewed, PatchCheck check, ActiveEnvironment active, RpmTopDir top) {
  /**
   * The packages that passed the check.
   *
   * @param header name of the package in which the header was read; empty when none has it
   * @param notes sentences for those who install the packages
   */
  record Found(List<RpmPackage> packages, Optional<String> header, List<Message> notes) {}

  /**
   * Opens and checks the packages.
   *
   * @throws BuildFailure when there is no package, or one with a wrong release or header
   */
  Found open(List<Path> written) {
    List<RpmPackage> packages = written.stream().map(RpmPackage::open).toList();
    if (packages.isEmpty()) {
      throw new BuildFailure(
          "rpmbuild succeeded but wrote no package",
          "check ExclusiveArch in the spec, and the options --with and --without");
    }
    packages.stream()
        .filter(this::mustHaveId)
        .map(RpmPackage::versionRelease)
        .distinct()
        .forEach(this::checkOrder);
    Optional<String> header =
        packages.stream().filter(this::hasPatchedHeader).map(RpmPackage::name).findFirst();
    List<Message> notes = new ArrayList<>(unmet(packages));
    if (header.isEmpty()) {
      notes.add(Message.of(BuiltKernel.class, "note.noHeader", "header", TimewaitLength.HEADER));
    }
    return new Found(packages, header, notes);
  }

  /** A subpackage may have a release of its own, such as that of a tool. */
  private boolean mustHaveId(RpmPackage rpm) {
    String release = rpm.versionRelease();
    if (release.contains(buildId())) {
      return true;
    }
    boolean own =
        reviewed.answer().map(SpecAnswer::ownReleases).orElse(Set.of()).stream()
            .anyMatch(one -> release.endsWith("-" + one));
    if (!own) {
      throw new BuildFailure(
          rpm.name() + "-" + release + " has no buildid " + buildId(),
          "add %{?buildid} to Release in the spec, to distinguish the packages from stock ones");
    }
    return false;
  }

  private String buildId() {
    return reviewed.change().buildId();
  }

  /** The stock release is the same without the buildid. */
  private void checkOrder(String release) {
    String stock = release.replace(buildId(), "");
    boolean newer =
        new RpmVersionCompare(words -> active.run(top.in(active).command("rpm", words), line -> {}))
            .isNewer(release, stock)
            .orElseThrow(() -> cannotCompare(release, stock));
    if (!newer) {
      throw new BuildFailure(
          "release " + release + " is not newer than stock " + stock,
          "correct Release in the spec; package managers do not replace a package by an older one");
    }
  }

  private static BuildFailure cannotCompare(String release, String than) {
    return new BuildFailure(
        "cannot compare releases " + release + " and " + than,
        "make `rpm --eval \"%{lua:print(rpm.vercmp('2', '1'))}\"` print 1 in the build"
            + " environment");
  }

  /** Any package may have the header; vendors name kernel-devel differently. */
  private boolean hasPatchedHeader(RpmPackage rpm) {
    Optional<byte[]> header =
        rpm.content(
            path -> path.startsWith("/usr/src/") && path.endsWith("/" + TimewaitLength.HEADER));
    Optional<String> wrong = header.flatMap(check.header());
    if (wrong.isPresent()) {
      throw new BuildFailure(
          rpm.name() + " has an unpatched " + TimewaitLength.HEADER + ": " + wrong.get(),
          "do not install these packages; the log shows the commands of the spec");
    }
    return header.isPresent();
  }

  /** Finds requirements of this very release that no package meets, as el6's kernel-firmware. */
  private List<Message> unmet(List<RpmPackage> packages) {
    return packages.stream()
        .flatMap(rpm -> rpm.requires().stream())
        .filter(need -> need.version().contains(buildId()))
        .filter(need -> packages.stream().noneMatch(p -> p.provides().contains(need.name())))
        .map(need -> need.name() + " " + need.version())
        .distinct()
        .map(missing -> Message.of(BuiltKernel.class, "note.unmet", "missing", missing))
        .toList();
  }
}
