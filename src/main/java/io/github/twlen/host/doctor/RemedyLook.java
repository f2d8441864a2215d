// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.GivenFile;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.host.doctor.Finding.Standing;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.recipe.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which remedies a run would apply, and whether its tools can build the kernel at all.
 *
 * @param plan for the kernel that is built
 * @param tools the versions of the tools where it is built
 * @param source where the kernel comes from: a tree can be looked into
 */
record RemedyLook(RemedyPlan plan, Map<String, Version> tools, SourceSpec source) {
  /** Returns what was found out; nothing for a kernel that needs no help. */
  List<Finding> findings() {
    Optional<Path> tree =
        source instanceof SourceSpec.Tree one ? Optional.of(one.folder()) : Optional.empty();
    List<Remedy> needed =
        tree.map(top -> plan.needed(tools, file -> read(top.resolve(file))))
            .orElseGet(() -> plan.concerning(tools));
    List<Finding> all = new ArrayList<>();
    // Of a tree that is not at hand, nothing is certain.
    for (RemedyPlan.Warning warning : plan.warnings(tools, tree.isPresent() ? needed : List.of())) {
      Standing standing = warning.fatal() ? Standing.LACKING : Standing.WARNING;
      all.add(new Finding("compiler", standing, warning.what(), warning.remedy()));
    }
    if (!needed.isEmpty()) {
      all.add(applied(needed, tree.isPresent()));
    }
    return all;
  }

  private Finding applied(List<Remedy> needed, boolean certain) {
    String names =
        needed.stream()
            .map(one -> one.name() + " (" + one.tool() + " " + tools.get(one.tool()) + ")")
            .collect(Collectors.joining(", "));
    if (!plan.wanted()) {
      return new Finding(
          "remedies", Standing.WARNING, "left out: " + names, "leave out --no-remedies");
    }
    String unless = certain ? "" : ", where the tree has not been mended itself";
    return new Finding("remedies", Standing.NOTE, "this run applies " + names + unless, "");
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Files.isRegularFile(file) ? Optional.of(GivenFile.read(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // That it cannot be read, the run says.
    }
  }
}
