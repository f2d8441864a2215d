// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecDoor;
import io.github.twlen.build.spec.SpecExpansion;
import io.github.twlen.build.spec.SpecFailure;
import io.github.twlen.build.spec.SpecPlacement;
import io.github.twlen.process.CommandResult;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes a patched source RPM. Its spec sets the buildid, since a rebuild passes no {@code
 * --define}.
 *
 * @param vendorRelease version and release of the vendor's package
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes to be written, never compared.
public record SourcePackage(
    RpmTopDir top, SpecChange change, byte[] patch, String vendorRelease, SpecDoor door) {
  private static final Pattern SOURCE_RPM = Pattern.compile(".*\\.(?:no)?src\\.rpm");

  /**
   * Makes the package and checks its patch, spec and buildid.
   *
   * @throws SpecFailure when rpm leaves the patch out, or its placeholder is not empty
   * @throws BuildFailure when rpmbuild fails or makes a different package
   */
  public RpmFile call() {
    Path spec = top.specs().resolve(change.before().name());
    SpecExpansion rpm = new SpecExpansion(top, spec, door);
    AtomicFile.write(spec, change.before().bytes());
    List<String> dist = rpm.dist(vendorRelease);
    requireEmpty(top.sources().resolve(change.file()));
    AtomicFile.write(spec, change.standalone().bytes());
    AtomicFile.write(top.sources().resolve(change.file()), patch);
    if (rpm.leavesOut(change.file(), dist)) {
      throw new SpecFailure(
          "%prep of " + change.before().name() + " skips " + change.file() + ": its %if is false",
          "remove the condition around it: " + change.how());
    }
    return pack(spec, dist);
  }

  /** Protects a patch that the vendor ships in the placeholder. */
  private void requireEmpty(Path placeholder) {
    try {
      if (change.overwrites()
          && Files.exists(placeholder)
          && Files.size(placeholder) > SpecPlacement.EMPTY_PLACEHOLDER) {
        throw new SpecFailure(
            "the package already has a patch in " + placeholder.getFileName(),
            "use the vendor's source package, in which it is empty");
      }
    } catch (IOException e) {
      throw WorkspaceFailure.reading(placeholder, e);
    }
  }

  private RpmFile pack(Path spec, List<String> dist) {
    // Packing needs no build dependencies.
    List<String> arguments = new ArrayList<>(List.of("-bs", "--nodeps"));
    arguments.addAll(dist);
    arguments.add(spec.toString());
    CommandResult result = door.run(top.command("rpmbuild", arguments), line -> {});
    List<Path> made =
        top.madeSourcePackages().stream()
            .filter(file -> SOURCE_RPM.matcher(file.toString()).matches())
            .toList();
    if (!result.ok() || made.size() != 1) {
      throw new BuildFailure(
          "cannot pack " + spec.getFileName() + ": " + result.lastLine(),
          "correct the spec, or pack it on its own distribution, which has the macro packages");
    }
    RpmFile rpm = RpmFile.open(made.get(0));
    checkRelease(rpm);
    checkContent(rpm, change.before().name());
    return rpm;
  }

  /** Requires the vendor's release with the buildid in it once. */
  private void checkRelease(RpmFile rpm) {
    String id = change.buildId();
    String release = rpm.versionRelease();
    int at = release.indexOf(id);
    boolean named =
        at >= 0
            && (release.substring(0, at) + release.substring(at + id.length()))
                .equals(vendorRelease);
    if (!named) {
      throw new BuildFailure(
          "wrong release " + release + ": expected " + vendorRelease + " with " + id,
          "correct Release, dist and buildid in " + change.before().name());
    }
  }

  private void checkContent(RpmFile rpm, String specName) {
    Map<String, byte[]> expected = new LinkedHashMap<>();
    expected.put(specName, change.standalone().bytes());
    expected.put(change.file(), patch);
    rpm.forEach(
        (entry, content) -> {
          byte[] bytes = expected.get(entry.name());
          if (bytes != null && Arrays.equals(content.readNBytes(bytes.length + 1), bytes)) {
            expected.remove(entry.name());
          }
          return true;
        });
    if (!expected.isEmpty()) {
      throw new BuildFailure(
          "rpmbuild left " + String.join(" and ", expected.keySet()) + " out of the package",
          "correct the Source and Patch lines of " + specName);
    }
  }
}
