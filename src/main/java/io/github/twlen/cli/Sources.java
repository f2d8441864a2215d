package io.github.twlen.cli;

import io.github.twlen.recipe.RecipeBook;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.SourceFetcher;

/** From what the user named to a source on this disk. */
final class Sources {
  private Sources() {}

  static KernelSource of(String named, RecipeBook book, Context context, boolean offline) {
    return new SourceFetcher(
            book.find(named).source(),
            context.workspace(),
            context.runner(),
            context.console(),
            offline)
        .call();
  }
}
