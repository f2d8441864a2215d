// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.build.spec.shell.WorkingDirectory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The directories that hold the kernel's tree: where {@code %setup} unpacks its tarball, or the
 * directory below that %prep enters. A second tree of the package, such as that of a tool, is none.
 */
final class KernelTrees {
  private static final Pattern KERNEL = Pattern.compile("(?i).*(?:linux|kernel).*");

  /** Specs of el5 to el7 keep an unpatched copy of the tree. */
  private static final Pattern UNTOUCHED = Pattern.compile("(?i).*(?:vanilla|pristine|orig).*");

  private static final Pattern MACRO = Pattern.compile("[%{}]|__");
  private static final Set<String> COPIES = Set.of("mv", "cp");
  private static final Set<String> UNPACKERS = Set.of("tar", "bsdtar", "unzip");

  private final PrepWalk prep;
  private final Set<String> trees = new LinkedHashSet<>();

  /** Directories in which an unknown directory is the tree, each with the line that unpacks it. */
  private final Set<String> containers = new LinkedHashSet<>();

  private Optional<SpecLine> unpacked = Optional.empty();

  private KernelTrees(PrepWalk prep) {
    this.prep = prep;
  }

  /**
   * Finds the trees.
   *
   * @param source the number of the source that is the kernel's tarball
   */
  static KernelTrees of(SpecFile spec, PrepWalk prep, int source) {
    KernelTrees found = new KernelTrees(prep);
    for (PrepWalk.Step step : prep.steps()) {
      step.setup().ifPresent(setup -> found.setup(step.line(), setup, source));
      if (UNPACKERS.contains(base(step)) && found.names(step, source)) {
        found.unpack(step);
      }
      if (COPIES.contains(base(step))) {
        found.copied(step);
      }
    }
    List<PatchApplication> applied = PatchApplication.of(prep);
    found.choose(PrepWalk.of(spec, "build", prep.subdirectory()), applied);
    if (found.trees.isEmpty() && found.containers.isEmpty()) {
      found.guess(applied);
    }
    return found;
  }

  private static String base(PrepWalk.Step step) {
    String name = step.command().name();
    return MACRO.matcher(name.substring(name.lastIndexOf('/') + 1)).replaceAll("");
  }

  private boolean names(PrepWalk.Step step, int source) {
    Pattern named = Pattern.compile("%\\{?(?i:SOURCE|S:)0*" + source + "\\b.*");
    return step.command().words().stream().anyMatch(word -> named.matcher(word).matches());
  }

  private void setup(SpecLine line, SetupMacro setup, int source) {
    if (!setup.unpacks(source)) {
      return;
    }
    unpacked = unpacked.or(() -> Optional.of(line));
    String name = WorkingDirectory.of(prep.expanded(setup.name())).only().orElse("");
    boolean isFirst = setup.usual() && source == SpecSource.USUAL;
    if (setup.inside().contains(source) || (isFirst && setup.contains())) {
      containers.add(name);
    } else if (isFirst || !setup.usual()) {
      trees.add(name);
    } else {
      containers.add(""); // Beside another tree.
    }
  }

  /** A program unpacks the tarball into a new directory below, or without one. */
  private void unpack(PrepWalk.Step step) {
    unpacked = unpacked.or(() -> Optional.of(step.line()));
    List<String> words = step.command().words();
    WorkingDirectory into = step.command().here();
    for (int i = 1; i + 1 < words.size(); i++) {
      if (words.get(i).matches("-C|-d|--directory")) {
        into = prep.resolved(into, words.get(i + 1));
      }
    }
    boolean stripped = words.stream().anyMatch(word -> word.startsWith("--strip"));
    into.only().ifPresent(stripped ? trees::add : containers::add);
  }

  /** A renamed or copied tree is one too. */
  private void copied(PrepWalk.Step step) {
    List<String> names =
        step.command().words().stream().skip(1).filter(word -> !word.startsWith("-")).toList();
    if (names.size() != 2) {
      return;
    }
    WorkingDirectory from = prep.resolved(step.command().here(), names.get(0));
    if (isTree(from)) {
      prep.resolved(step.command().here(), names.get(1)).only().ifPresent(trees::add);
    }
  }

  /** Chooses the directory in a container by what %prep and %build do there. */
  private void choose(PrepWalk build, List<PatchApplication> applied) {
    for (String container : containers) {
      List<String> built = children(build.visited(), container);
      List<WorkingDirectory> inPrep = new ArrayList<>(prep.visited());
      List<WorkingDirectory> patched = applied.stream().map(PatchApplication::here).toList();
      inPrep.addAll(patched);
      String best = "";
      int most = Integer.MIN_VALUE;
      for (String child : children(inPrep, container)) {
        int signs =
            (KERNEL.matcher(lastPart(child)).matches() ? 3 : 0)
                + (children(patched, container).contains(child) ? 2 : 0)
                + (built.contains(child) ? 1 : 0)
                - (UNTOUCHED.matcher(lastPart(child)).matches() ? 8 : 0);
        best = signs >= most ? child : best;
        most = Math.max(signs, most);
      }
      if (!best.isEmpty()) {
        trees.add(best);
      }
    }
  }

  /** Takes the directory of all patches, in a spec that unpacks the tarball in another way. */
  private void guess(List<PatchApplication> applied) {
    List<String> all =
        applied.stream().flatMap(one -> one.here().paths().stream()).distinct().toList();
    if (all.size() == 1 && KERNEL.matcher(lastPart(all.get(0))).matches()) {
      trees.add(all.get(0));
      unpacked = unpacked.or(() -> Optional.of(applied.get(0).line()));
    }
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns the directories directly in a container that were visited, the last one last. */
  private static List<String> children(List<WorkingDirectory> visited, String container) {
    String prefix = container.isEmpty() ? "" : container + "/";
    Set<String> found = new LinkedHashSet<>();
    visited.stream()
        .flatMap(directory -> directory.paths().stream())
        .filter(path -> path.startsWith(prefix) && !path.startsWith("/"))
        .map(path -> path.substring(prefix.length()))
        .filter(rest -> !rest.isEmpty() && !rest.startsWith(".."))
        .map(rest -> prefix + rest.split("/", 2)[0])
        .forEach(
            child -> {
              found.remove(child);
              found.add(child);
            });
    return List.copyOf(found);
  }

  /** Returns whether a directory is certainly the top of a kernel's tree. */
  boolean isTree(WorkingDirectory directory) {
    return !directory.paths().isEmpty()
        && directory.paths().stream().allMatch(path -> trees.stream().anyMatch(t -> same(t, path)));
  }

  private static boolean same(String tree, String path) {
    return tree.equals(path) || matches(tree, path) || matches(path, tree);
  }

  private static boolean matches(String glob, String path) {
    return glob.contains("*") && path.matches("\\Q" + glob.replace("*", "\\E[^/]*\\Q") + "\\E");
  }

  /** Returns the way from a directory to the tree, if both are certain. */
  Optional<String> way(WorkingDirectory from) {
    return trees.size() == 1
        ? from.only().map(path -> WorkingDirectory.between(path, trees.iterator().next()))
        : Optional.empty();
  }

  /** Returns whether the tree is known. */
  boolean isKnown() {
    return !trees.isEmpty();
  }

  /** Returns the line that unpacks the kernel's tarball. */
  Optional<SpecLine> unpacked() {
    return unpacked;
  }
}
