// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.spec.naming.BuildId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds the patch to a spec: in the vendor's placeholder patch, else as one more {@code PatchN:}
 * that is applied like the others. It fails where the place is not certain, because a build whose
 * spec skips the patch succeeds.
 */
public final class SpecPlacement {
  /** The placeholder patch: declared, applied and empty in every kernel.spec from el5 to el10. */
  static final String PLACEHOLDER = "linux-kernel-test.patch";

  /** Largest size of an empty placeholder, in bytes: some have a newline. */
  public static final long EMPTY_PLACEHOLDER = 1;

  /** The file name of an added patch. */
  static final String OWN = "twlen-tcp-timewait-len.patch";

  /** The files that can have the patch. */
  public static final List<String> FILES = List.of(PLACEHOLDER, OWN);

  /** {@code ApplyOptionalPatch} skips patches of up to nine lines. */
  private static final int SKIPPED_LINES = 9;

  private final SpecFile spec;
  private final Map<String, Long> sources;
  private final String tarball;
  private final BuildId buildId;
  private final long patchLines;

  /**
   * @param sources the package's other files, with their sizes in bytes: a placeholder that is not
   *     empty is not used
   * @param tarball the name of the kernel's tarball among them
   * @param buildId the wanted buildid, such as {@code .tw15}
   */
  public SpecPlacement(
      SpecFile spec, Map<String, Long> sources, String tarball, String buildId, byte[] patch) {
    this.spec = spec;
    this.sources = Map.copyOf(sources);
    this.tarball = tarball;
    this.buildId = new BuildId(buildId);
    this.patchLines =
        new String(patch, StandardCharsets.ISO_8859_1).chars().filter(c -> c == '\n').count();
  }

  /** Returns whether a spec has a line that names a file, as a patch or a source. */
  public static boolean names(SpecFile spec, String file) {
    return spec.lines().anyMatch(line -> !line.comment() && line.text().contains(file));
  }

  /**
   * Returns the edits, before the packages are named; writes nothing.
   *
   * @throws SpecFailure when the place is not certain
   */
  public SpecChange call() {
    List<SpecPatch> declared = SpecPatch.of(spec);
    Optional<SpecPatch> placeholder = SpecPatch.named(declared, PLACEHOLDER);
    boolean empty = sources.getOrDefault(PLACEHOLDER, 0L) <= EMPTY_PLACEHOLDER;
    return placeholder.isPresent() && empty ? inPlaceholder(placeholder.get()) : added(declared);
  }

  private SpecChange inPlaceholder(SpecPatch placeholder) {
    PatchApplyLine applied =
        PatchApplyLine.of(spec, placeholder).orElseThrow(() -> notApplied(placeholder));
    requireLong(applied.line(), applied.optional());
    return change(
        spec, placeholder.file(), present(placeholder.line(), placeholder.file(), applied));
  }

  private static Message present(SpecLine line, String file, PatchApplyLine applied) {
    return Message.of(
        BuiltKernel.class,
        "how.placeholder",
        "line",
        line.shown(),
        "file",
        file,
        "applied",
        applied.shown());
  }

  private SpecFailure notApplied(SpecPatch placeholder) {
    Optional<PatchApplyLine> perhaps = PatchApplyLine.perhaps(spec, placeholder);
    if (perhaps.isPresent()) {
      return spec.uncertain(
          perhaps.get().line(),
          placeholder.file() + " is applied in a shell condition, which may be false",
          "move the line out of the condition");
    }
    return spec.uncertain(
        placeholder.line(),
        "nothing in %prep applies " + placeholder.file(),
        "add `ApplyOptionalPatch " + placeholder.file() + "` to %prep, or remove the declaration");
  }

  private void requireLong(SpecLine applied, boolean optional) {
    if (optional && patchLines <= SKIPPED_LINES) {
      throw spec.uncertain(
          applied,
          "the patch has " + patchLines + " lines, and this skips one of nine or fewer",
          "use a template with more lines");
    }
  }

  private SpecChange added(List<SpecPatch> declared) {
    Optional<SpecPatch> own = SpecPatch.named(declared, OWN);
    if (own.isPresent()) {
      return inPlaceholder(own.get());
    }
    List<SpecSource> all = SpecSource.of(spec);
    Optional<SpecSource> source = all.stream().filter(one -> one.file().equals(OWN)).findFirst();
    Optional<PatchApplyLine> applies = source.flatMap(one -> PatchApplyLine.of(spec, one));
    if (applies.isPresent()) {
      return change(spec, OWN, present(source.get().line(), OWN, applies.get()));
    }
    PatchIdiom idiom = new PatchIdiom(spec, SpecSource.number(all, tarball));
    Optional<SpecPatch> last =
        declared.isEmpty() ? Optional.empty() : Optional.of(declared.get(declared.size() - 1));
    boolean listed = last.isPresent() && last.get().line().section().equals(SpecPatch.LIST);
    int wanted = listed ? last.get().number() + 1 : SpecPatch.free(declared);
    Optional<Integer> free =
        idiom.number(wanted, declared.stream().map(SpecPatch::number).toList());
    if (free.isEmpty()) {
      return asSource(all, idiom);
    }
    int number = free.get();
    // After the last patch, so that patches without a number keep theirs.
    boolean tagged = !listed || number == wanted;
    SpecLine after =
        spec.outside(
            last.filter(one -> tagged).map(SpecPatch::line).orElseGet(() -> lastSource(all)));
    String line =
        last.filter(one -> tagged)
            .map(patch -> patch.another(number, OWN))
            .orElse("Patch" + number + ": " + OWN);
    PatchIdiom.Applied applied = idiom.apply(number);
    return change(applied.with(spec, after, line), OWN, how("Patch" + number, after, applied));
  }

  /** A source is left to a line of its own by commands that apply all patches. */
  private SpecChange asSource(List<SpecSource> all, PatchIdiom idiom) {
    int number = all.stream().mapToInt(SpecSource::number).max().orElse(0) + 1;
    SpecLine after = spec.outside(lastSource(all));
    PatchIdiom.Applied applied = idiom.applySource(number);
    String tag = "Source" + number;
    String line = after.section().equals(SpecSource.LIST) ? OWN : tag + ": " + OWN;
    return change(applied.with(spec, after, line), OWN, how(tag, after, applied));
  }

  private static Message how(String tag, SpecLine after, PatchIdiom.Applied applied) {
    return Message.of(
        BuiltKernel.class,
        "how.added",
        "patch",
        tag,
        "line",
        after.shown(),
        "applied",
        applied.how());
  }

  private SpecLine lastSource(List<SpecSource> all) {
    return all.stream()
        .map(SpecSource::line)
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                new SpecFailure(
                    spec.name() + " declares neither a source nor a patch",
                    "pass a source package of a kernel"));
  }

  private SpecChange change(SpecFile after, String file, Message how) {
    return new SpecChange(
        spec, after, file, sources.containsKey(file), how, buildId.value(), List.of());
  }
}
