// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.archive.rpm.RpmEntry;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.spec.SpecDoor;
import io.github.twlen.build.spec.SpecExpansion;
import io.github.twlen.build.spec.SpecFile;
import io.github.twlen.build.spec.naming.SpecReview;
import io.github.twlen.process.CommandResult;
import io.github.twlen.workspace.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks whether this host has the build dependencies of a source package. It runs rpmbuild with
 * {@code --nobuild}: the list in the package's header holds for the vendor's build conditions only.
 *
 * @param top in an empty directory, which the caller removes
 */
public record SpecRequirements(RpmFile rpm, RpmBuildRequest request, RpmTopDir top, SpecDoor door) {
  private static final Pattern NO_DATABASE = Pattern.compile(".*cannot open \\w+ database .*");

  /** Files that rpm may read while it parses the spec are smaller, in bytes. */
  private static final long SMALL = 1 << 20;

  /** Replaces a tarball; rpm rejects sources of less than 13 bytes (rpm: rpmio/rpmfileutil.c). */
  private static final byte[] PLACEHOLDER =
      "in place of a larger file\n".getBytes(StandardCharsets.US_ASCII);

  /**
   * Checks the dependencies.
   *
   * @throws MissingDependencyFailure when one is missing
   * @throws BuildFailure when rpmbuild cannot read the spec
   */
  public void check() {
    Path spec = unpack();
    RpmPhase phase = new RpmPhase(status -> {});
    SpecFile read = SpecFile.of(spec.getFileName().toString(), BuildTree.read(spec));
    List<String> vendors =
        SpecReview.vendorMacros(new SpecExpansion(top, spec, door), read, rpm.versionRelease());
    // -bb would also require built files.
    List<String> arguments =
        new ArrayList<>(request.forSpec(read).arguments(List.of("-bc", "--nobuild"), vendors));
    arguments.add(spec.toString());
    CommandResult result = door.run(top.command("rpmbuild", arguments), phase);
    if (!phase.missing().isEmpty()) {
      throw RpmCommand.missing(request.environment(), phase);
    }
    // Without its database rpm warns and reports no missing package.
    boolean blind = result.errors().stream().anyMatch(line -> NO_DATABASE.matcher(line).matches());
    if (!result.ok() || blind) {
      throw new BuildFailure(
          "cannot read the spec of " + rpm.nvr() + ": " + result.lastLine(),
          "fix the error of `rpmbuild --rebuild --nobuild` with the package");
    }
  }

  /** Unpacks the spec and the small files. */
  private Path unpack() {
    Path sources = top.sources();
    for (RpmEntry file : rpm.files()) {
      AtomicFile.write(file.file().in(sources), PLACEHOLDER);
    }
    rpm.forEach(
        (file, content) -> {
          if (file.size() <= SMALL || file.spec()) {
            AtomicFile.write(file.file().in(sources), content::transferTo);
          }
          return true;
        });
    return sources.resolve(rpm.spec().map(RpmEntry::name).orElse("kernel.spec"));
  }
}
