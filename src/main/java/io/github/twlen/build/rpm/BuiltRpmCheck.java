// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.Message;
import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Checks the packages that rpmbuild wrote.
 *
 * @param buildId must be part of every release
 * @param fault returns what is wrong with a header, if anything
 * @param active has an rpm, which compares releases in {@code folder}
 */
record BuiltRpmCheck(
    String buildId,
    Function<byte[], Optional<String>> fault,
    ActiveEnvironment active,
    Path folder) {
  /** Characters allowed in a version or release (rpm: build/parsePreamble.c); none is a quote. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._+~^-]+");

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
    packages.forEach(this::checkRelease);
    packages.stream().map(RpmPackage::versionRelease).distinct().forEach(this::checkOrder);
    Optional<String> header =
        packages.stream().filter(this::hasPatchedHeader).map(RpmPackage::name).findFirst();
    List<Message> notes = new ArrayList<>(unmet(packages));
    if (header.isEmpty()) {
      notes.add(Message.of(BuiltKernel.class, "note.noHeader", "header", BuildTree.HEADER));
    }
    return new Found(packages, header, notes);
  }

  private void checkRelease(RpmPackage rpm) {
    if (!rpm.versionRelease().contains(buildId)) {
      throw new BuildFailure(
          rpm.name() + "-" + rpm.versionRelease() + " has no buildid " + buildId,
          "add %{?buildid} to Release in the spec, to distinguish the packages from stock ones");
    }
  }

  /** The stock release is the same without the buildid. */
  private void checkOrder(String release) {
    String stock = release.replace(buildId, "");
    if (!isNewer(release, stock)) {
      throw new BuildFailure(
          "release " + release + " is not newer than stock " + stock,
          "correct Release in the spec; package managers do not replace a package by an older one");
    }
  }

  /** Asks rpm itself: its rules differ between versions. */
  private boolean isNewer(String release, String than) {
    if (!PLAIN.matcher(release + than).matches()) {
      throw cannotCompare(release, than, "invalid character in release");
    }
    String question = "%{lua:print(rpm.vercmp('" + release + "', '" + than + "'))}";
    CommandResult result = active.run(Command.of("rpm", "--eval", question).in(folder), line -> {});
    String answer = String.join("", result.output()).strip();
    if (!result.ok() || !answer.matches("-?[01](\\.0)?")) {
      throw cannotCompare(release, than, result.lastLine());
    }
    return answer.startsWith("1");
  }

  private static BuildFailure cannotCompare(String release, String than, String why) {
    return new BuildFailure(
        "cannot compare releases " + release + " and " + than + ": " + why,
        "make `rpm --eval \"%{lua:print(rpm.vercmp('2', '1'))}\"` print 1 in the build"
            + " environment");
  }

  /** Any package may have the header; vendors name kernel-devel differently. */
  private boolean hasPatchedHeader(RpmPackage rpm) {
    Optional<byte[]> header =
        rpm.content(path -> path.startsWith("/usr/src/") && path.endsWith("/" + BuildTree.HEADER));
    Optional<String> wrong = header.flatMap(fault);
    if (wrong.isPresent()) {
      throw new BuildFailure(
          rpm.name() + " has an unpatched " + BuildTree.HEADER + ": " + wrong.get(),
          "do not install these packages; the log shows the commands of the spec");
    }
    return header.isPresent();
  }

  /** Finds requirements of this very release that no package meets, as el6's kernel-firmware. */
  private List<Message> unmet(List<RpmPackage> packages) {
    return packages.stream()
        .flatMap(rpm -> rpm.requires().stream())
        .filter(need -> need.version().contains(buildId))
        .filter(need -> packages.stream().noneMatch(p -> p.provides().contains(need.name())))
        .map(need -> need.name() + " " + need.version())
        .distinct()
        .map(missing -> Message.of(BuiltKernel.class, "note.unmet", "missing", missing))
        .toList();
  }
}
