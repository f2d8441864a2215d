// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecDoor;
import io.github.twlen.build.spec.SpecExpansion;
import io.github.twlen.build.spec.SpecFailure;
import io.github.twlen.build.spec.SpecPlacement;
import io.github.twlen.build.spec.naming.SpecReview;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.process.RunContext;
import io.github.twlen.source.KernelSource;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Asks this host's rpm about a changed spec, in a sandbox, before anything is built or written.
 *
 * @param trusted whether the user accepts a package that cannot be verified
 * @param settings macros and conditions of the user, as arguments for rpm
 */
public record PackageReview(
    KernelSource source, boolean trusted, List<String> settings, RunContext context) {
  public PackageReview {
    settings = List.copyOf(settings);
  }

  /**
   * Returns the change with its packages named. Without rpm or a sandbox it is not checked.
   *
   * @param placed the spec with the patch
   * @param patch is written to the sources, since rpm reads it while it expands the spec
   * @throws SpecFailure when the packages cannot be named, or rpm leaves the patch out
   * @throws BuildFailure when rpm cannot read the spec
   */
  public SpecReview.Reviewed call(SpecChange placed, byte[] patch) {
    if (HostRequirement.program("rpmspec", "").found().isEmpty()) {
      return SpecReview.Reviewed.unchecked(placed, "this host has no rpmspec");
    }
    Path folder = context.workspace().scratch("spec");
    try {
      RpmTopDir top = new RpmTopDir(folder);
      source.unpackSmall(top.sources());
      return in(top, door(top), placed, patch);
    } catch (MissingDependencyFailure e) {
      return SpecReview.Reviewed.unchecked(placed, e.what());
    } finally {
      Workspace.remove(folder);
    }
  }

  /** Reviews it in a directory that has the sources. */
  SpecReview.Reviewed in(RpmTopDir top, SpecDoor door, SpecChange placed, byte[] patch) {
    requireEmpty(top, placed);
    AtomicFile.write(top.sources().resolve(placed.file()), patch);
    Path spec = top.specs().resolve(placed.before().name());
    SpecExpansion rpm = new SpecExpansion(top, spec, door);
    SpecReview.Reviewed reviewed = new SpecReview(rpm, release(), this::added).call(placed, true);
    if (reviewed.answer().isEmpty()) {
      throw new BuildFailure(
          "cannot read the spec with rpm: " + reviewed.unchecked(),
          "pass --define 'MACRO VALUE' for a macro that is missing here, or run twlen on the"
              + " distribution of the package");
    }
    return reviewed;
  }

  private List<String> added(List<String> macros) {
    return Stream.concat(macros.stream(), settings.stream()).toList();
  }

  /** Protects a patch that the vendor ships in the placeholder. */
  private static void requireEmpty(RpmTopDir top, SpecChange placed) {
    Path placeholder = top.sources().resolve(placed.file());
    try {
      if (placed.overwrites()
          && Files.exists(placeholder)
          && Files.size(placeholder) > SpecPlacement.EMPTY_PLACEHOLDER
          && PresentPatch.read(placed.file(), Files.readAllBytes(placeholder)).isEmpty()) {
        throw new SpecFailure(
            "the package already has a patch in " + placeholder.getFileName(),
            "use the vendor's source package, in which it is empty");
      }
    } catch (IOException e) {
      throw WorkspaceFailure.reading(placeholder, e);
    }
  }

  /** Opens rpm for the macros of the package. */
  SpecDoor door(RpmTopDir top) {
    return SpecDoor.open(top, source.name(), trusted || !source.proof().isEmpty(), context);
  }

  /** Returns the vendor's version and release; empty when the source does not have it. */
  String release() {
    return PresentPatch.vendors(source).orElseThrow().release();
  }
}
