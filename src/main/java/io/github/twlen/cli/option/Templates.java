// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.patch.SettingPatch;
import io.github.twlen.patch.TreePatch;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.TreeEdit;
import io.github.twlen.recipe.reader.RecipeBook;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads patch templates of the user or of the program. */
public final class Templates {
  private Templates() {}

  static PatchTemplate of(RecipeBook book, FinTimeout finTimeout) {
    String name = "patches/" + finTimeout.templateName();
    return PatchTemplate.parse(book.shown(name), book.bytes(name));
  }

  /** Returns the patch that makes the length a setting. */
  static SettingPatch setting(RecipeBook book, TimewaitLength atBoot) {
    return new SettingPatch(book.settings(), book::bytes, book::shown, atBoot);
  }

  /** Returns the fixes for an old kernel and new tools. */
  static RemedyPlan remedies(RecipeBook book, Architecture architecture, boolean wanted) {
    RemedyTable table = book.remedies().of(architecture);
    Map<String, TreeEdit> edits = new LinkedHashMap<>();
    treePatches(book, table).forEach((name, patch) -> edits.put(name, patch.edit()));
    return new RemedyPlan(table, edits, wanted, Optional.empty());
  }

  /** Returns the templates in the table, by name. */
  public static Map<String, TreePatch> treePatches(RecipeBook book, RemedyTable table) {
    Map<String, TreePatch> patches = new LinkedHashMap<>();
    table.remedies().stream()
        .map(Remedy::patch)
        .flatMap(Optional::stream)
        .forEach(
            n -> {
              String file = "patches/" + n;
              patches.put(n, TreePatch.parse(book.shown(file), book.bytes(file)));
            });
    return patches;
  }
}
