package io.github.twlen.build;

import io.github.twlen.archive.RpmFile;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A source RPM with the patch in it, which needs nothing but itself: the buildid stands in its
 * spec, since whoever builds it gives rpmbuild no words of ours.
 */
public final class SourcePackage {
  /** What a vendor's release ends in; a spec takes it from the host that makes the package. */
  private static final Pattern DIST = Pattern.compile("\\.(?:el|fc|amzn|ol|rl)\\d.*$");

  private final RpmTop top;
  private final SpecChange change;
  private final byte[] patch;
  private final String vendorRelease;
  private final CommandRunner runner;

  /**
   * @param top holds the vendor's sources
   * @param change what becomes of the spec
   * @param patch goes among the sources
   * @param vendorRelease version and release of the vendor's package
   */
  public SourcePackage(
      RpmTop top, SpecChange change, byte[] patch, String vendorRelease, CommandRunner runner) {
    this.top = top;
    this.change = change;
    this.patch = patch.clone();
    this.vendorRelease = vendorRelease;
    this.runner = runner;
  }

  /**
   * Makes it.
   *
   * @return where it lies; it was opened, and holds the patch, the spec and the build's name
   * @throws BuildFailure when rpmbuild does not take the spec, or made something else
   */
  public RpmFile call() {
    Path spec = top.specs().resolve(change.before().name());
    AtomicFile.write(spec, change.standalone().bytes());
    AtomicFile.write(top.sources().resolve(change.file()), patch);
    CommandResult result = runner.run(top.command("rpmbuild", words(spec)));
    Optional<Path> made = made();
    if (!result.ok() || made.isEmpty()) {
      throw new BuildFailure(
          "rpmbuild makes no source package of " + spec.getFileName() + ": " + result.lastWords(),
          "some specs need the macro packages of their distribution; look at the spec, or do it there",
          null);
    }
    RpmFile rpm = RpmFile.open(made.get());
    checkRelease(rpm);
    checkContent(rpm, spec.getFileName().toString());
    return rpm;
  }

  private List<String> words(Path spec) {
    // What it takes to build is not needed to pack: another host may do that.
    List<String> words = new ArrayList<>(List.of("-bs", "--nodeps"));
    Matcher dist = DIST.matcher(vendorRelease);
    if (dist.find()) {
      words.addAll(List.of("--define", "dist " + dist.group()));
    }
    words.add(spec.toString());
    return words;
  }

  private Optional<Path> made() {
    if (!Files.isDirectory(top.sourcePackages())) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(top.sourcePackages())) {
      List<Path> rpms = files.filter(f -> f.toString().endsWith(".src.rpm")).toList();
      return rpms.size() == 1 ? Optional.of(rpms.get(0)) : Optional.empty();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(top.sourcePackages(), e);
    }
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
