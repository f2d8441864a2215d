// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the patch into a spec: into the slot that the vendor keeps empty for it, else as one more
 * {@code PatchN:} that is applied as the spec applies its others. Where that is not certain it
 * stops, because a build whose spec skips the patch succeeds all the same.
 */
public final class SpecPlacement {
  /** Declared and applied, and empty, in every kernel.spec from el5 to el10. */
  static final String SLOT = "linux-kernel-test.patch";

  /** The name of a patch that gets a line of its own. */
  static final String OWN = "twlen-tcp-timewait-len.patch";

  /** {@code ApplyOptionalPatch} takes a patch of nine lines or fewer for an empty one. */
  private static final int TAKEN_FOR_EMPTY = 9;

  /** Some keep a line feed in it. */
  private static final long EMPTY_SLOT = 1;

  private final SpecFile spec;
  private final Map<String, Long> sources;
  private final BuildId buildId;
  private final long patchLines;

  /**
   * @param spec the spec
   * @param sources the names of the package's other files; the slot is taken to be empty
   * @param seconds the length, for the build's name
   * @param patch the patch, for its length
   */
  public SpecPlacement(SpecFile spec, Set<String> sources, int seconds, byte[] patch) {
    this(
        spec, sources.stream().collect(Collectors.toMap(name -> name, name -> 0L)), seconds, patch);
  }

  /**
   * @param spec the spec
   * @param sources the package's other files, each with its size in bytes: a slot in which somebody
   *     has a patch already is left as it is
   * @param seconds the length, for the build's name
   * @param patch the patch, for its length
   */
  public SpecPlacement(SpecFile spec, Map<String, Long> sources, int seconds, byte[] patch) {
    this.spec = spec;
    this.sources = Map.copyOf(sources);
    this.buildId = BuildId.ofSeconds(seconds);
    long lines = 0;
    for (byte one : patch) {
      lines += one == '\n' ? 1 : 0;
    }
    this.patchLines = lines;
  }

  /**
   * Says what changes; writes nothing.
   *
   * @throws SpecFailure when it cannot be said with certainty
   */
  public SpecChange call() {
    SpecFile named = buildId.in(spec);
    List<SpecPatch> declared = SpecPatch.of(named);
    Optional<SpecPatch> slot = SpecPatch.named(declared, SLOT);
    boolean free = sources.getOrDefault(SLOT, 0L) <= EMPTY_SLOT;
    return slot.isPresent() && free ? slot(named, slot.get()) : own(named, declared);
  }

  private SpecChange slot(SpecFile named, SpecPatch slot) {
    PatchApplyLine applied =
        PatchApplyLine.of(named, slot).orElseThrow(() -> notApplied(named, slot));
    requireLong(named, applied.line(), applied.optional());
    String how = "line " + slot.line().number() + " declares " + SLOT + ", " + applied.shown();
    return change(named, SLOT, how);
  }

  private static SpecFailure notApplied(SpecFile named, SpecPatch slot) {
    Optional<PatchApplyLine> perhaps = PatchApplyLine.perhaps(named, slot);
    if (perhaps.isPresent()) {
      return named.uncertain(
          perhaps.get().line(),
          "the slot is applied inside of a condition of the shell's, which may not hold",
          "move the line out of it, and run it again");
    }
    return named.uncertain(
        slot.line(),
        "the slot is declared, and nothing in %prep applies it",
        "add `ApplyOptionalPatch " + SLOT + "` to %prep, or take the line out");
  }

  private void requireLong(SpecFile named, SpecLine applied, boolean optional) {
    if (optional && patchLines <= TAKEN_FOR_EMPTY) {
      throw named.uncertain(
          applied,
          "the patch has " + patchLines + " lines, and this skips one of nine or fewer",
          "use a template with more lines");
    }
  }

  private SpecChange own(SpecFile named, List<SpecPatch> declared) {
    if (SpecPatch.named(declared, OWN).isPresent()) {
      throw named.uncertain(
          SpecPatch.named(declared, OWN).get().line(),
          "the spec has twlen's patch already",
          "take the vendor's own source package");
    }
    Optional<SpecPatch> last =
        declared.isEmpty() ? Optional.empty() : Optional.of(declared.get(declared.size() - 1));
    boolean listed = last.isPresent() && last.get().line().section().equals(SpecPatch.LIST);
    int number = listed ? last.get().number() + 1 : SpecPatch.free(declared);
    // Behind the last patch, so that the numbers of unnumbered ones stay; else behind a source.
    SpecLine after = named.outside(last.map(SpecPatch::line).orElseGet(() -> lastSource(named)));
    String line =
        last.map(patch -> patch.another(number, OWN)).orElse("Patch" + number + ": " + OWN);
    // From the end backwards, so that the numbers of lines are those that the user sees.
    PatchIdiom.Applied applied = new PatchIdiom(named, number).apply();
    requireLong(named, after, applied.optional());
    String how = "Patch" + number + " is added below line " + after.number() + ", " + applied.how();
    return change(applied.spec().withAfter(after, line), OWN, how);
  }

  private static SpecLine lastSource(SpecFile spec) {
    return spec.last(
            SpecFile.PREAMBLE, line -> line.text().strip().matches("(?i)Source\\d*\\s*:.*"))
        .orElseThrow(
            () ->
                new SpecFailure(
                    spec.name() + " declares neither a source nor a patch",
                    "give the spec of a kernel",
                    null));
  }

  private SpecChange change(SpecFile after, String file, String how) {
    return new SpecChange(
        spec, after, file, sources.containsKey(file), how, buildId.value(), buildId.define(after));
  }
}
