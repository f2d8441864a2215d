package io.github.twlen.build;

import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  private final SpecFile spec;
  private final Set<String> sources;
  private final BuildId buildId;
  private final long patchLines;

  /**
   * @param spec the spec
   * @param sources the names of the package's other files
   * @param seconds the length, for the build's name
   * @param patch the patch, for its length
   */
  public SpecPlacement(SpecFile spec, Set<String> sources, int seconds, byte[] patch) {
    this.spec = spec;
    this.sources = Set.copyOf(sources);
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
    return slot.isPresent() ? slot(named, slot.get()) : own(named, declared);
  }

  private SpecChange slot(SpecFile named, SpecPatch slot) {
    SpecApplication applied =
        SpecApplication.of(named, slot)
            .orElseThrow(
                () ->
                    named.uncertain(
                        slot.line(),
                        "the slot is declared, and nothing in %prep applies it",
                        "add `ApplyOptionalPatch " + SLOT + "` to %prep, or take the line out"));
    if (applied.optional() && patchLines <= TAKEN_FOR_EMPTY) {
      throw named.uncertain(
          applied.line(),
          "the patch has " + patchLines + " lines, and this skips one of nine or fewer",
          "use a template with more lines");
    }
    String how =
        "line "
            + slot.line().number()
            + " declares "
            + SLOT
            + ", line "
            + applied.line().number()
            + " applies it ("
            + applied.by()
            + ")";
    return change(named, SLOT, how);
  }

  private SpecChange own(SpecFile named, List<SpecPatch> declared) {
    if (SpecPatch.named(declared, OWN).isPresent()) {
      throw named.uncertain(
          SpecPatch.named(declared, OWN).get().line(),
          "the spec has twlen's patch already",
          "take the vendor's own source package");
    }
    SpecLine after = named.outside(lastDeclaration(named, declared));
    int number = SpecPatch.free(declared);
    // From the end backwards, so that the numbers of lines are those that the user sees.
    PatchIdiom.Applied applied = new PatchIdiom(named, number).apply();
    // One blank: specs of el7 and later look for exactly this form before they apply a patch.
    SpecFile listed = applied.spec().withAfter(after, "Patch" + number + ": " + OWN);
    String how = "Patch" + number + " is added below line " + after.number() + ", " + applied.how();
    return change(listed, OWN, how);
  }

  /** Behind the last patch, so that the numbers of unnumbered ones stay; else behind a source. */
  private static SpecLine lastDeclaration(SpecFile spec, List<SpecPatch> declared) {
    if (!declared.isEmpty()) {
      return declared.get(declared.size() - 1).line();
    }
    return spec.lines()
        .filter(line -> line.speaksIn(SpecFile.PREAMBLE))
        .filter(line -> line.text().strip().matches("(?i)Source\\d*\\s*:.*"))
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                new SpecFailure(
                    spec.name() + " declares neither a source nor a patch",
                    "give the spec of a kernel",
                    null));
  }

  private SpecChange change(SpecFile after, String file, String how) {
    return new SpecChange(
        spec, after, file, sources.contains(file), how, buildId.value(), buildId.define(after));
  }
}
