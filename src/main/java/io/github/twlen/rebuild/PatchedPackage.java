// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.build.rpm.SourcePackage;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecDoor;
import io.github.twlen.host.need.StepNeeds;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.RunContext;
import io.github.twlen.source.KernelSource;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.OutputFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A patched source RPM out of a vendor's, whole or not at all. */
public final class PatchedPackage {
  private final KernelSource source;
  private final SpecChange change;
  private final PatchOutcome.Rendered patch;
  private final Path target;
  private final boolean trusted;
  private final RunContext context;

  /**
   * @param source the vendor's source RPM
   * @param change what becomes of its spec
   * @param patch goes into it
   * @param target the file that is written
   * @param trusted whether the user takes a package that nothing proves
   */
  public PatchedPackage(
      KernelSource source,
      SpecChange change,
      PatchOutcome.Rendered patch,
      Path target,
      boolean trusted,
      RunContext context) {
    this.source = source;
    this.change = change;
    this.patch = patch;
    this.target = target;
    this.trusted = trusted;
    this.context = context;
  }

  /**
   * Makes it; what it takes on the way lies in the cache, and goes.
   *
   * @return name, version and release of what was written
   * @throws io.github.twlen.build.BuildFailure when rpmbuild does not make what it should
   */
  public String call() {
    StepNeeds.packing().require();
    String key =
        Digests.sha256(
            target.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
    Path folder = context.workspace().room("packing").resolve(key.substring(0, 16));
    Path lockFile = context.workspace().lock("packing-" + key.substring(0, 16));
    try (WorkspaceLock lock = WorkspaceLock.take(lockFile, target.toString(), context.progress())) {
      Workspace.remove(folder); // Of a run that was killed.
      try {
        RpmTopDir top = new RpmTopDir(folder);
        context.say("  unpacking " + source.name());
        source.unpackPackaging(top.sources());
        context.say("  packing " + target.getFileName());
        RpmFile made =
            new SourcePackage(
                    top,
                    change,
                    patch.patch(),
                    source.packaging().orElseThrow().release(),
                    SpecDoor.open(
                        top, source.name(), trusted || !source.proof().isEmpty(), context))
                .call();
        new OutputFile(target)
            .write(out -> Files.copy(made.path(), out))
            .forEach(lost -> context.say("  " + target + ": " + lost));
        return made.nvr();
      } finally {
        Workspace.remove(folder);
      }
    }
  }
}
