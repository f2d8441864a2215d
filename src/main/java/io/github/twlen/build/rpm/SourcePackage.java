// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecDoor;
import io.github.twlen.build.spec.SpecExpansion;
import io.github.twlen.build.spec.SpecFailure;
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
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A source RPM with the patch in it, which needs nothing but itself: the buildid stands in its
 * spec, since whoever builds it gives rpmbuild no words of ours.
 */
public final class SourcePackage {
  private static final Pattern MADE = Pattern.compile(".*\\.(?:no)?src\\.rpm");

  /** A slot that is empty; some keep a line feed in it. */
  private static final long EMPTY = 1;

  private final RpmTopDir top;
  private final SpecChange change;
  private final byte[] patch;
  private final String vendorRelease;
  private final SpecDoor door;

  /**
   * @param top holds the vendor's sources
   * @param change what becomes of the spec
   * @param patch goes among the sources
   * @param vendorRelease version and release of the vendor's package
   * @param door leads to rpm
   */
  public SourcePackage(
      RpmTopDir top, SpecChange change, byte[] patch, String vendorRelease, SpecDoor door) {
    this.top = top;
    this.change = change;
    this.patch = patch.clone();
    this.vendorRelease = vendorRelease;
    this.door = door;
  }

  /**
   * Makes it.
   *
   * @return where it lies; it was opened, and holds the patch, the spec and the build's name
   * @throws SpecFailure when rpm leaves the patch out, or there is another in its place
   * @throws BuildFailure when rpmbuild does not take the spec, or made something else
   */
  public RpmFile call() {
    Path spec = top.specs().resolve(change.before().name());
    SpecExpansion rpm = new SpecExpansion(top, spec, door);
    AtomicFile.write(spec, change.before().bytes());
    List<String> dist = rpm.dist(vendorRelease);
    requireRoom(top.sources().resolve(change.file()));
    AtomicFile.write(spec, change.standalone().bytes());
    AtomicFile.write(top.sources().resolve(change.file()), patch);
    if (rpm.leavesOut(change.file(), dist)) {
      throw new SpecFailure(
          spec.getFileName() + " leaves " + change.file() + " out of %prep: a condition around it",
          "the patch was to come in thus: " + change.how(),
          null);
    }
    return packed(spec, dist);
  }

  /** The patch of somebody else is not to be lost without a word. */
  private void requireRoom(Path slot) {
    try {
      if (change.overwrites() && Files.exists(slot) && Files.size(slot) > EMPTY) {
        throw new SpecFailure(
            "the package has a patch in its " + slot.getFileName() + " already",
            "take the vendor's own source package, in which it is empty",
            null);
      }
    } catch (IOException e) {
      throw WorkspaceFailure.reading(slot, e);
    }
  }

  private RpmFile packed(Path spec, List<String> dist) {
    // What it takes to build is not needed to pack: another host may do that.
    List<String> words = new ArrayList<>(List.of("-bs", "--nodeps"));
    words.addAll(dist);
    words.add(spec.toString());
    CommandResult result = door.run(top.command("rpmbuild", words), line -> {});
    Optional<Path> made = made();
    if (!result.ok() || made.isEmpty()) {
      throw new BuildFailure(
          "rpmbuild makes no source package of " + spec.getFileName() + ": " + result.lastLine(),
          "some specs need the macro packages of their distribution; look at the spec, or do it"
              + " there",
          null);
    }
    RpmFile rpm = RpmFile.open(made.get());
    checkRelease(rpm);
    checkContent(rpm, spec.getFileName().toString());
    return rpm;
  }

  private Optional<Path> made() {
    List<Path> rpms =
        top.madeSourcePackages().stream()
            .filter(file -> MADE.matcher(file.toString()).matches())
            .toList();
    return rpms.size() == 1 ? Optional.of(rpms.get(0)) : Optional.empty();
  }

  /** The vendor's own, and the build's name once in it: else it would pass for the stock one. */
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
          "the package would be " + release + ", and should be " + vendorRelease + " with " + id,
          "look at Release, dist and buildid in " + change.before().name(),
          null);
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
          "look at the Source and Patch lines of " + specName,
          null);
    }
  }
}
