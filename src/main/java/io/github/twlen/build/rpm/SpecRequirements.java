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
import io.github.twlen.process.CommandResult;
import io.github.twlen.workspace.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether this host has what the spec of a source package requires. rpmbuild itself is asked, with
 * the words of the build and {@code --nobuild}: the list in the package's header is that of whoever
 * made the package, with other conditions of the spec.
 */
public final class SpecRequirements {
  private static final Pattern NO_DATABASE = Pattern.compile(".*cannot open \\w+ database .*");

  /** What a spec may read while it is parsed is smaller: macros, a changelog, a configuration. */
  private static final long SMALL = 1 << 20;

  /** For a tarball; one of less than 13 bytes is no source (rpm: rpmio/rpmfileutil.c). */
  private static final byte[] PLACEHOLDER =
      "in place of a larger file\n".getBytes(StandardCharsets.US_ASCII);

  private final RpmFile rpm;
  private final RpmBuild.Order order;
  private final RpmTopDir top;
  private final SpecDoor door;

  /**
   * @param rpm a source package
   * @param order how it is to be built, on this host
   * @param top in an empty folder, which the caller removes
   * @param door leads to rpm
   */
  public SpecRequirements(RpmFile rpm, RpmBuild.Order order, RpmTopDir top, SpecDoor door) {
    this.rpm = rpm;
    this.order = order;
    this.top = top;
    this.door = door;
  }

  /**
   * Asks.
   *
   * @throws MissingDependencyFailure when something is not installed, as the build would
   * @throws BuildFailure when rpmbuild does not read the spec
   */
  public void check() {
    Path spec = unpack();
    RpmPhase phase = new RpmPhase(words -> {});
    List<String> words =
        new ArrayList<>(
            order
                .forSpec(SpecFile.of(spec.getFileName().toString(), BuildTree.read(spec)))
                .words(
                    List.of("-bc", "--nobuild"), // With -bb it looks for what it has not built.
                    new SpecExpansion(top, spec, door).dist(rpm.versionRelease())));
    words.add(spec.toString());
    CommandResult result = door.run(top.command("rpmbuild", words), phase);
    if (!phase.missing().isEmpty()) {
      throw RpmCommand.missing(order.environment(), phase);
    }
    // rpm warns of it and goes on: nothing is needed then.
    boolean blind = result.errors().stream().anyMatch(line -> NO_DATABASE.matcher(line).matches());
    if (!result.ok() || blind) {
      throw new BuildFailure(
          "rpmbuild does not read the spec of " + rpm.nvr() + ": " + result.lastLine(),
          "see what `rpmbuild --rebuild --nobuild` of the package says",
          null);
    }
  }

  /** The spec and the small files as they are. */
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
