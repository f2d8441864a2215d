// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.spec.RpmFault;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecDoor;
import io.github.twlen.build.spec.naming.BuildId;
import io.github.twlen.build.spec.naming.SpecReview;
import io.github.twlen.process.CommandResult;
import io.github.twlen.workspace.AtomicFile;
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
 * @param settings macros and conditions of the user, as arguments for rpmbuild
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes to be written, never compared.
public record SourcePackage(
    RpmTopDir top,
    SpecReview.Reviewed reviewed,
    byte[] patch,
    String vendorRelease,
    List<String> settings,
    SpecDoor door) {
  private static final Pattern SOURCE_RPM = Pattern.compile(".*\\.(?:no)?src\\.rpm");

  /** Returns whether a file has the name of a source RPM. */
  public static boolean isName(Path file) {
    return SOURCE_RPM.matcher(file.toString()).matches();
  }

  /**
   * Makes the package and checks its patch, spec and buildid.
   *
   * @throws BuildFailure when rpmbuild fails or makes a different package
   */
  public RpmFile call() {
    SpecChange change = reviewed.change();
    Path spec = top.specs().resolve(change.before().name());
    AtomicFile.write(spec, change.standalone().bytes());
    AtomicFile.write(top.sources().resolve(change.file()), patch);
    return pack(spec);
  }

  private RpmFile pack(Path spec) {
    // Packing needs no build dependencies.
    List<String> arguments = new ArrayList<>(List.of("-bs", "--nodeps"));
    arguments.addAll(reviewed.macros());
    arguments.addAll(settings);
    arguments.add(spec.toString());
    CommandResult result = door.run(top.command("rpmbuild", arguments), line -> {});
    List<Path> made = top.madeSourcePackages().stream().filter(SourcePackage::isName).toList();
    if (!result.ok() || made.size() != 1) {
      throw new BuildFailure(
          "cannot pack " + spec.getFileName() + ": " + fault(result),
          "correct the spec, or pack it on its own distribution, which has the macro packages");
    }
    RpmFile rpm = RpmFile.open(made.get(0));
    checkRelease(rpm);
    checkContent(rpm);
    return rpm;
  }

  private String fault(CommandResult result) {
    SpecChange change = reviewed.change();
    return RpmFault.of(result)
        .shown(change.before().name(), line -> change.lineBefore(change.standalone(), line));
  }

  /** Requires the release that rpm read, or the vendor's with the buildid if it was not asked. */
  private void checkRelease(RpmFile rpm) {
    SpecChange change = reviewed.change();
    String release = rpm.versionRelease();
    boolean named =
        reviewed
            .answer()
            .map(read -> read.versionRelease().equals(release))
            .orElseGet(() -> new BuildId(change.buildId()).isOnceIn(release, vendorRelease));
    if (!named) {
      throw new BuildFailure(
          "wrong release " + release + ": expected " + vendorRelease + " with " + change.buildId(),
          "correct Release, dist and buildid in " + change.before().name());
    }
  }

  private void checkContent(RpmFile rpm) {
    SpecChange change = reviewed.change();
    String specName = change.before().name();
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
