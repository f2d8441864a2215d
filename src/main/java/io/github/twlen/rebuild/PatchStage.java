// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecFile;
import io.github.twlen.build.spec.SpecPlacement;
import io.github.twlen.patch.LengthPatch;
import io.github.twlen.patch.MacroUses;
import io.github.twlen.patch.PatchFailure;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.patch.SettingPatch;
import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.Version;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.ReadRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Renders the patch for a source, and collects its effects. */
public final class PatchStage {
  private final KernelSource source;
  private final Map<String, byte[]> read;
  private final byte[] header;
  private final LengthPatch patch;
  private final Optional<PresentPatch> present;

  private PatchStage(KernelSource source, Map<String, byte[]> read, LengthPatch patch) {
    this.source = source;
    this.read = read;
    this.header = source.header(read);
    this.patch = patch;
    this.present = PresentPatch.of(source);
  }

  private static ReadRequest request(LengthPatch patch) {
    return ReadRequest.of(
        Stream.concat(Stream.of(KernelSource.MAKEFILE), patch.files().stream())
            .toArray(String[]::new));
  }

  /** Reads the files of a source that the patch needs. */
  public static PatchStage of(KernelSource source, LengthPatch patch) {
    return new PatchStage(source, source.read(request(patch)), patch);
  }

  /** Reads also, in all of net/, the uses of the macro. */
  public static PatchStage withUsers(KernelSource source, LengthPatch patch) {
    ReadRequest request =
        new ReadRequest(request(patch).files(), MacroUses.FOLDERS, MacroUses.WORDS);
    return new PatchStage(source, source.read(request), patch);
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
    PresentPatch found = present.get();
    if (fromVendor instanceof PatchOutcome.Already) {
      throw new PatchFailure(
          "cannot patch "
              + source.name()
              + ": "
              + found.file()
              + " changes "
              + patch.wanted()
              + " to "
              + found.seconds()
              + " s",
          "use the vendor's source package, which has " + patch.wanted());
    }
    boolean same = found.isSame(patch);
    return same && source.packaging().filter(found::isNamed).isPresent()
        ? patch.render(patched((PatchOutcome.Rendered) fromVendor))
        : fromVendor;
  }

  /** Returns the patch of the vendor's source, also for a package that has it already. */
  PatchOutcome fromVendor() {
    return patch.render(read);
  }

  private Map<String, byte[]> patched(PatchOutcome.Rendered rendered) {
    Map<String, byte[]> all = new LinkedHashMap<>(read);
    all.putAll(rendered.after());
    return all;
  }

  /**
   * Returns the patch from the wanted length, which the source must have, to another.
   *
   * @param stock the length to restore; a setting is removed instead
   * @throws PatchFailure when the source is a package with a patch of twlen
   */
  public PatchOutcome back(TimewaitLength stock) {
    if (present.isPresent()) {
      PresentPatch found = present.get();
      throw new PatchFailure(
          "cannot reverse %s: %s is a patch for %s"
              .formatted(source.name(), found.file(), found.label()),
          "use the vendor's source package");
    }
    return patch instanceof LengthPatch.Constant constant
        ? constant.reverse(read, stock)
        : ((SettingPatch) patch).reverse(read);
  }

  /** Returns the bytes of the unpatched header. */
  public byte[] header() {
    return header.clone();
  }

  /** Returns whether the length becomes a setting. */
  public boolean isSetting() {
    return patch.isSetting();
  }

  /**
   * Returns the other uses of the macro, by path and line, in the files that were read; for a
   * setting, those that the patch leaves.
   */
  public List<MacroUses.Use> users(PatchOutcome outcome) {
    List<MacroUses.Use> uses = new ArrayList<>();
    boolean leaves = isSetting() && outcome instanceof PatchOutcome.Rendered;
    Map<String, byte[]> files = leaves ? patched((PatchOutcome.Rendered) outcome) : read;
    files.forEach((path, content) -> uses.addAll(MacroUses.in(path, content)));
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
                        "." + patch.suffix(),
                        rendered.patch())
                    .call())
        .map(change -> present.map(found -> replacing(found, change)).orElse(change));
  }

  private static SpecChange replacing(PresentPatch patch, SpecChange change) {
    Message how =
        Message.of(BuiltKernel.class, "how.again", "how", change.how(), "patch", patch.label());
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
