// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.build.rpm.SourcePackage;
import io.github.twlen.build.spec.naming.SpecReview;
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

/** Makes a patched source RPM from a vendor's, completely or not at all. */
public final class PatchedPackage {
  private final KernelSource source;
  private final SpecReview.Reviewed reviewed;
  private final PatchOutcome.Rendered patch;
  private final Path target;
  private final PackageReview review;
  private final RunContext context;

  /**
   * @param source the vendor's source RPM
   * @param reviewed the change of its spec
   * @param target the new source RPM
   * @param review how its spec was reviewed
   */
  public PatchedPackage(
      KernelSource source,
      SpecReview.Reviewed reviewed,
      PatchOutcome.Rendered patch,
      Path target,
      PackageReview review,
      RunContext context) {
    this.source = source;
    this.reviewed = reviewed;
    this.patch = patch;
    this.target = target;
    this.review = review;
    this.context = context;
  }

  /**
   * Makes it in a temporary directory of the cache.
   *
   * @return its name, version and release
   * @throws io.github.twlen.build.BuildFailure when rpmbuild does not make the right package
   */
  public String call() {
    StepNeeds.packing().require();
    byte[] path = target.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    String key = Digests.sha256(path).substring(0, 16);
    Path folder = context.workspace().room("packing").resolve(key);
    Path lockFile = context.workspace().lock("packing-" + key);
    try (WorkspaceLock lock = WorkspaceLock.take(lockFile, target.toString(), context.progress())) {
      Workspace.remove(folder); // A killed run may have left it.
      try {
        RpmTopDir top = new RpmTopDir(folder);
        context.say("  unpacking " + source.name());
        source.unpackPackaging(top.sources());
        context.say("  packing " + target.getFileName());
        RpmFile made =
            new SourcePackage(
                    top,
                    reviewed,
                    patch.patch(),
                    PresentPatch.vendors(source).orElseThrow().release(),
                    review.settings(),
                    review.door(top))
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
