package io.github.twlen.cli;

import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.recipe.RecipeBook;

/** Which template makes which patch. */
final class Templates {
  private Templates() {}

  static PatchTemplate of(RecipeBook book, FinTimeout finTimeout) {
    String name = "patches/" + finTimeout.templateName();
    return PatchTemplate.parse(name, book.bytes(name));
  }
}
