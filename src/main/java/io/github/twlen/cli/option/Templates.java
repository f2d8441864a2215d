// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.patch.TreePatch;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.TreeEdit;
import io.github.twlen.recipe.reader.RecipeBook;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which template makes which patch. */
public final class Templates {
  private Templates() {}

  public static PatchTemplate of(RecipeBook book, FinTimeout finTimeout) {
    String name = "patches/" + finTimeout.templateName();
    return PatchTemplate.parse(name, book.bytes(name));
  }

  /** What lets new tools build an old kernel, with the changes of a tree's text. */
  static RemedyPlan remedies(RecipeBook book, boolean wanted) {
    RemedyTable table = book.remedies();
    Map<String, TreeEdit> edits = new LinkedHashMap<>();
    treePatches(book, table).forEach((name, patch) -> edits.put(name, patch.edit()));
    return new RemedyPlan(table, edits, wanted, Optional.empty());
  }

  /** The templates that the table names, by their names. */
  public static Map<String, TreePatch> treePatches(RecipeBook book, RemedyTable table) {
    Map<String, TreePatch> patches = new LinkedHashMap<>();
    for (Remedy one : table.remedies()) {
      one.patch()
          .ifPresent(
              name -> patches.put(name, TreePatch.parse(name, book.bytes("patches/" + name))));
    }
    return patches;
  }
}
