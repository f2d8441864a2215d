// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.Message;
import io.github.twlen.patch.TreePatch;
import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.Version;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.ReadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A remedy that changes a file of the tree, as a build would apply it to its own copy.
 *
 * @param name its name in the table
 * @param mends the error without it
 * @param tool the tool that makes it necessary, with its version
 * @param diff a patch with the line numbers of that tree
 */
public record TreeRemedy(String name, Message mends, String tool, String diff) {
  /**
   * Returns the remedies that a source needs.
   *
   * @param patches the templates that the table names
   * @param tools the versions of this host's tools; read only if needed
   */
  public static List<TreeRemedy> of(
      KernelSource source,
      RemedyTable table,
      Map<String, TreePatch> patches,
      Version kernel,
      Supplier<Map<String, Version>> tools) {
    List<Remedy> may =
        table.remedies().stream()
            .filter(one -> one.patch().isPresent() && one.kernels().contains(kernel))
            .toList();
    if (may.isEmpty()) {
      return List.of();
    }
    Map<String, Version> here = tools.get();
    List<TreeRemedy> all = new ArrayList<>();
    for (Remedy one : may) {
      Optional<TreePatch> patch = one.patch().map(patches::get);
      Version version = here.get(one.tool());
      if (patch.isPresent() && version != null && one.versions().contains(version)) {
        String file = patch.get().edit().file();
        Optional.ofNullable(source.read(ReadRequest.of(file)).get(file))
            .flatMap(content -> patch.get().rendered(content))
            .map(diff -> of(one.applied(version), diff))
            .ifPresent(all::add);
      }
    }
    return all;
  }

  private static TreeRemedy of(AppliedRemedy one, String diff) {
    return new TreeRemedy(one.name(), one.mends(), one.tool().toString(), diff);
  }
}
