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

/** Finds the remedies that a run would apply, and tools that cannot build the kernel. */
record RemedyInspection(RemedyPlan plan, Map<String, Version> tools, SourceSpec source) {
  /** Returns the findings; none for a kernel that needs no remedy. */
  List<Finding> findings() {
    Optional<Path> tree =
        source instanceof SourceSpec.Tree one ? Optional.of(one.folder()) : Optional.empty();
    List<Remedy> needed =
        tree.map(top -> plan.needed(tools, file -> read(top.resolve(file))))
            .orElseGet(() -> plan.concerning(tools));
    List<Finding> all = new ArrayList<>();
    // Without a tree on disk, the needed remedies are a guess.
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
      return Finding.warning("remedies", "omitted: " + names, "omit --no-remedies");
    }
    String unless = certain ? "" : ", unless the tree has the fix";
    return Finding.note("remedies", "this run applies " + names + unless);
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Files.isRegularFile(file) ? Optional.of(GivenFile.read(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // The build reports it.
    }
  }
}
