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
        found.unpacked = found.unpacked.or(() -> Optional.of(step.line()));
        step.command().here().only().ifPresent(found.containers::add);
      }
      if (COPIES.contains(base(step))) {
        found.copied(step);
      }
    }
    PrepWalk build = PrepWalk.of(spec, "build", prep.subdirectory());
    found.choose(build);
    return found;
  }

  private static String base(PrepWalk.Step step) {
    String name = step.command().name();
    return name.substring(name.lastIndexOf('/') + 1).replaceAll("[%{}]|^__", "").replace("__", "");
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

  /** Chooses the directory in a container that %build enters, or else the one of %prep. */
  private void choose(PrepWalk build) {
    for (String container : containers) {
      List<String> entered = children(prep, container);
      List<String> built = new ArrayList<>(children(build, container));
      built.retainAll(entered);
      List<String> kernels =
          entered.stream()
              .filter(child -> !UNTOUCHED.matcher(child).matches())
              .filter(child -> entered.size() == 1 || KERNEL.matcher(lastPart(child)).matches())
              .toList();
      if (!built.isEmpty() && !container.isEmpty()) {
        trees.add(built.get(0));
      } else if (!kernels.isEmpty()) {
        trees.add(kernels.get(kernels.size() - 1));
      }
    }
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns the directories directly in a container that a script enters, in order. */
  private static List<String> children(PrepWalk walk, String container) {
    String prefix = container.isEmpty() ? "" : container + "/";
    Set<String> found = new LinkedHashSet<>();
    walk.visited().stream()
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
