// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.spec.shell.WorkingDirectory;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Applies one more patch to the kernel's tree in the way in which a spec applies its others there:
 * all at once, {@code ApplyPatch} or {@code ApplyOptionalPatch} of kernel specs, {@code %patch}
 * ({@link PatchMacro}), a range of {@code %autopatch}, or {@code patch -p1}. The place is after the
 * last of them; in a spec without patches, where %prep enters the tree.
 */
final class PatchIdiom {
  private static final String BY_PROGRAM = "patch -p1 -F1 -s%s < %%{%s%d}";

  private static final String PATCH = "PATCH";
  private static final String SOURCE = "SOURCE";

  private final SpecFile spec;
  private final PrepWalk walk;
  private final KernelTrees trees;
  private final List<PatchApplication> applications;

  /**
   * How one more patch is applied.
   *
   * @param below the line below which {@code text} applies it; empty where a line does already
   * @param how the line and command that apply it
   * @param optional whether that command skips short patches
   */
  record Applied(Optional<SpecLine> below, String text, Message how, boolean optional) {
    /** Returns the spec with this and with a declaration, from the end backwards. */
    SpecFile with(SpecFile spec, SpecLine after, String declaration) {
      boolean first = below.filter(line -> line.number() < after.number()).isPresent();
      SpecFile declared = first ? spec.withAfter(after, declaration) : spec;
      SpecFile applied = below.map(line -> declared.withAfter(line, text)).orElse(declared);
      return first ? applied : applied.withAfter(after, declaration);
    }
  }

  /**
   * @param source the number of the source that is the kernel's tarball
   */
  PatchIdiom(SpecFile spec, int source) {
    this.spec = spec;
    this.walk = PrepWalk.of(spec);
    this.trees = KernelTrees.of(spec, walk, source);
    this.applications = PatchApplication.of(walk);
  }

  /**
   * Returns a free number for the patch: the one wanted, unless a line that patches another tree
   * would apply it there too. Empty when each number is applied there, or in a wrong way: then the
   * patch must be a source, which such lines leave out.
   *
   * @param used the numbers of the other patches
   * @throws SpecFailure when such a line takes sources too
   */
  Optional<Integer> number(int wanted, List<Integer> used) {
    List<PatchApplication> elsewhere =
        applications.stream()
            .filter(one -> !inTree(one) || !one.always() || !one.stripsOne())
            .toList();
    Optional<PatchApplication> any =
        elsewhere.stream().filter(PatchApplication::takesFiles).findFirst();
    if (any.isPresent()) {
      throw spec.uncertain(
          any.get().line(),
          "this line would also apply a patch of the kernel elsewhere, or not always",
          "give it a list of patches");
    }
    IntStream others =
        applications.stream()
            .filter(this::inTree)
            .flatMapToInt(one -> used.stream().mapToInt(n -> n).filter(one::takes))
            .map(n -> n + 1)
            .sorted();
    return IntStream.concat(
            IntStream.of(wanted), IntStream.concat(others, IntStream.rangeClosed(1, wanted)))
        .filter(n -> !used.contains(n))
        .filter(n -> elsewhere.stream().noneMatch(one -> one.takes(n)))
        .boxed()
        .findFirst();
  }

  private boolean inTree(PatchApplication application) {
    return trees.isTree(application.here());
  }

  /**
   * Applies the patch.
   *
   * @throws SpecFailure when the place is not certain
   */
  Applied apply(int number) {
    Optional<PatchApplication> all =
        last(one -> one.always() && one.stripsOne() && one.takes(number));
    if (all.isPresent()) {
      SpecLine line = all.get().line();
      String key = line.depth() > 0 ? "how.all.if" : "how.all";
      Message how = Message.of(BuiltKernel.class, key, "line", line.shown());
      return new Applied(Optional.empty(), "", how, false);
    }
    Optional<PatchApplication> last = last(application -> true);
    String function = function();
    boolean byFunction = last.filter(PatchIdiom::isFunction).isPresent();
    String text =
        byFunction
            ? function + " " + argument(last.orElseThrow(), number)
            : last.map(one -> like(one, number)).orElseGet(() -> byProgram("", PATCH, number));
    return placed(last, text, byFunction && !function.equals("ApplyPatch"), PATCH, number);
  }

  /** Applies the patch that is a source with this number. */
  Applied applySource(int number) {
    Optional<PatchApplication> last = last(application -> true);
    return placed(last, byProgram("", SOURCE, number), false, SOURCE, number);
  }

  private static String byProgram(String option, String tag, int number) {
    return BY_PROGRAM.formatted(option, tag, number);
  }

  /** Chooses the line; below one that is not in the tree, a program enters it. */
  private Applied placed(
      Optional<PatchApplication> last, String text, boolean optional, String tag, int number) {
    SpecLine from = last.map(PatchApplication::line).orElseGet(() -> intoTree(number));
    Optional<SpecLine> inTree = places(from).filter(line -> trees.isTree(here(line))).findFirst();
    if (inTree.isPresent()) {
      return below(inTree.get(), text, optional);
    }
    SpecLine beside =
        places(from)
            .filter(line -> last.isPresent() && trees.way(here(line)).isPresent())
            .findFirst()
            .orElseThrow(() -> unknown(from, number));
    String way = trees.way(here(beside)).orElseThrow();
    return below(beside, byProgram(" -d " + way, tag, number), false);
  }

  private Optional<PatchApplication> last(Predicate<PatchApplication> wanted) {
    return applications.stream()
        .filter(this::inTree)
        .filter(wanted)
        .reduce((first, second) -> second);
  }

  private static boolean isFunction(PatchApplication application) {
    return application.kind() == PatchApplication.Kind.FUNCTION;
  }

  /** Names the patch as the vendor's line names its own: by name, path or number. */
  private static String argument(PatchApplication application, int number) {
    String given = application.command().words().get(1);
    return given.matches("%\\{?(?i:PATCH|P:|SOURCE|S:)\\d+}?")
        ? "%{PATCH" + number + "}"
        : given.substring(0, given.lastIndexOf('/') + 1) + SpecPlacement.OWN;
  }

  private static String like(PatchApplication application, int number) {
    return switch (application.kind()) {
      case MACRO ->
          PatchMacro.of(application.command().words())
              .filter(PatchMacro::fits)
              .map(macro -> macro.like(number))
              .orElse("%patch -P " + number + " -p1");
      case DECLARED ->
          application.command().name().startsWith("%")
              ? "%patch -P " + number + " -p1"
              : byProgram("", PATCH, number);
      case FUNCTION, FILE -> byProgram("", PATCH, number);
    };
  }

  /** Some specs define only the function that skips short patches. */
  private String function() {
    return defines("\\s*(?:function\\s+)?ApplyPatch\\s*\\(\\).*")
            || !defines("\\s*ApplyOptionalPatch\\s*\\(\\).*")
        ? "ApplyPatch"
        : "ApplyOptionalPatch";
  }

  private boolean defines(String function) {
    return spec.last(SpecFile.PREP, line -> line.text().matches(function)).isPresent();
  }

  /** Returns the lines, from one on, after which a new line always runs once. */
  private Stream<SpecLine> places(SpecLine from) {
    return spec.lines()
        .filter(line -> line.number() >= from.number() && line.section().equals(SpecFile.PREP))
        .filter(line -> line.depth() == 0 && !line.text().strip().startsWith("%if"))
        .filter(line -> !line.continues() && walk.after(line).isPresent())
        .filter(line -> !walk.openAfter(line));
  }

  private WorkingDirectory here(SpecLine line) {
    return walk.after(line).orElseThrow().here();
  }

  /** Returns the line that unpacks the tree, in a spec that applies no patch to it. */
  private SpecLine intoTree(int number) {
    String remedy = remedy(number);
    SpecLine unpacked =
        trees
            .unpacked()
            .orElseThrow(
                () ->
                    spec.last(SpecFile.PREP, line -> line.text().startsWith("%prep"))
                        .map(
                            line ->
                                spec.uncertain(
                                    line,
                                    "this section applies no patch and has no %setup",
                                    remedy))
                        .orElseGet(() -> new SpecFailure(spec.name() + " has no %prep", remedy)));
    // An unknown way of applying patches might apply this one twice, or never.
    Pattern known = Pattern.compile(".*(\\bfor\\s.*|!=.*)%\\{?patches\\b.*|.*\"%\\{patches}\".*");
    Optional<SpecLine> unknown =
        spec.last(
            SpecFile.PREP,
            line -> line.text().contains("%{patches}") && !known.matcher(line.text()).matches());
    if (unknown.isPresent()) {
      throw spec.uncertain(unknown.get(), "this line uses the patches in an unknown way", remedy);
    }
    if (!trees.isKnown()) {
      throw spec.uncertain(unpacked, "no cd into the tree after this line", remedy);
    }
    return unpacked;
  }

  private SpecFailure unknown(SpecLine from, int number) {
    return spec.uncertain(from, "cannot patch after this line: unknown directory", remedy(number));
  }

  private static String remedy(int number) {
    return "add a line to %prep that applies Patch" + number;
  }

  private Applied below(SpecLine before, String text, boolean optional) {
    Message how = Message.of(BuiltKernel.class, "how.below", "line", before.shown(), "text", text);
    return new Applied(Optional.of(before), text, how, optional);
  }
}
