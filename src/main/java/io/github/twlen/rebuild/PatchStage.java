// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecFile;
import io.github.twlen.build.spec.SpecPlacement;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.MacroUses;
import io.github.twlen.patch.PatchFailure;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.patch.TimewaitPatch;
import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.Version;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.ReadRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Renders the patch for a source, and collects its effects. */
public final class PatchStage {
  private static final ReadRequest HEADER_ONLY =
      ReadRequest.of(KernelSource.MAKEFILE, TimewaitLength.HEADER);
  private static final ReadRequest WITH_USES =
      new ReadRequest(HEADER_ONLY.files(), MacroUses.FOLDERS, MacroUses.WORDS);

  private final KernelSource source;
  private final Map<String, byte[]> read;
  private final byte[] header;
  private final PatchTemplate template;
  private final TimewaitLength wanted;
  private final FinTimeout finTimeout;
  private final Optional<PresentPatch> present;

  private PatchStage(
      KernelSource source,
      Map<String, byte[]> read,
      PatchTemplate template,
      TimewaitLength wanted,
      FinTimeout finTimeout) {
    this.source = source;
    this.read = read;
    this.header = source.header(read);
    this.template = template;
    this.wanted = wanted;
    this.finTimeout = finTimeout;
    this.present = PresentPatch.of(source);
  }

  /** Reads the header of a source. */
  public static PatchStage of(
      KernelSource source, PatchTemplate template, TimewaitLength wanted, FinTimeout finTimeout) {
    return new PatchStage(source, source.read(HEADER_ONLY), template, wanted, finTimeout);
  }

  /** Reads the header and, in all of net/, the uses of the macro. */
  public static PatchStage withUsers(
      KernelSource source, PatchTemplate template, TimewaitLength wanted, FinTimeout finTimeout) {
    return new PatchStage(source, source.read(WITH_USES), template, wanted, finTimeout);
  }

  /** Returns the version of the source. */
  public KernelRelease kernelVersion() {
    return source.kernelVersion(read);
  }

  /** Returns the remedies for a kernel of this version. */
  RemedyPlan remedies(RemedyPlan plan) {
    return Version.firstIn(kernelVersion().text()).map(plan::of).orElse(plan);
  }

  /** Returns the patch from the present length to the wanted one. */
  public PatchOutcome call() {
    PatchOutcome fromVendor = fromVendor();
    if (present.isEmpty()) {
      return fromVendor;
    }
    PresentPatch patch = present.get();
    if (fromVendor instanceof PatchOutcome.Already) {
      throw new PatchFailure(
          "cannot patch "
              + source.name()
              + ": "
              + patch.file()
              + " changes "
              + wanted
              + " to "
              + patch.seconds()
              + " s",
          "use the vendor's source package, which has " + wanted);
    }
    boolean same = patch.seconds() == wanted.seconds() && patch.finTimeout() == finTimeout;
    return same && source.packaging().filter(patch::isNamed).isPresent()
        ? TimewaitPatch.render(
            template, ((PatchOutcome.Rendered) fromVendor).after(), wanted, finTimeout)
        : fromVendor;
  }

  /** Returns the patch of the vendor's source, also for a package that has it already. */
  PatchOutcome fromVendor() {
    return TimewaitPatch.render(template, header, wanted, finTimeout);
  }

  /**
   * Returns the patch from the wanted length, which the source must have, to another.
   *
   * @param stock the length to restore
   */
  public PatchOutcome back(TimewaitLength stock) {
    return TimewaitPatch.reverse(template, header, wanted, stock, finTimeout);
  }

  /** Returns the bytes of the unpatched header. */
  public byte[] header() {
    return header.clone();
  }

  /** Returns the other uses of the macro, by path and line, in the files that were read. */
  public List<MacroUses.Use> users() {
    List<MacroUses.Use> uses = new ArrayList<>();
    read.forEach((path, content) -> uses.addAll(MacroUses.in(path, content)));
    uses.sort(Comparator.comparing(MacroUses.Use::path).thenComparing(MacroUses.Use::line));
    return List.copyOf(uses);
  }

  /**
   * Returns the change of the packaging, before its packages are named; empty without packaging,
   * and without a patch.
   *
   * @throws io.github.twlen.build.spec.SpecFailure when the patch cannot be placed with certainty
   */
  public Optional<SpecChange> packaging(PatchOutcome outcome) {
    if (!(outcome instanceof PatchOutcome.Rendered rendered)) {
      return Optional.empty();
    }
    return PresentPatch.vendors(source)
        .map(
            packaging ->
                new SpecPlacement(
                        SpecFile.of(
                            packaging.specName(),
                            packaging.spec().getBytes(StandardCharsets.ISO_8859_1)),
                        packaging.sizes(),
                        packaging.tarball(),
                        rendered.wantedSeconds(),
                        rendered.patch())
                    .call())
        .map(change -> present.map(patch -> replacing(patch, change)).orElse(change));
  }

  private static SpecChange replacing(PresentPatch patch, SpecChange change) {
    Message how =
        Message.of(BuiltKernel.class, "how.again", "how", change.how(), "seconds", patch.seconds());
    return new SpecChange(
        change.before(),
        change.after(),
        change.file(),
        change.overwrites(),
        how,
        change.buildId(),
        change.define());
  }
}
