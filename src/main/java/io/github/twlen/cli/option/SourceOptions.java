// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.cli.Console;
import io.github.twlen.cli.Context;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.source.FetchRequest;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.SourceFetcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which version of a recipe, and how it may be got: wherever a source is fetched. */
public final class SourceOptions {
  @Option(
      names = "--kernel",
      paramLabel = "VERSION",
      description = "The version, for recipes of a whole series: linux --kernel 6.12.30.")
  private @Nullable String kernel;

  @Option(names = "--offline", description = "Leave the network alone; use what is kept.")
  private boolean offline;

  @Option(
      names = "--trust-on-first-use",
      description =
          "Take a source that has neither digest nor signature, and pin the digest that it has; let"
              + " the macros of such a package run without a sandbox.")
  private boolean trustOnFirstUse;

  public boolean trustOnFirstUse() {
    return trustOnFirstUse;
  }

  boolean offline() {
    return offline;
  }

  /** The recipe that the user named; that something here has its name too is told. */
  public Recipe recipe(String named, RecipeBook book, Console console) {
    if (!named.contains("/") && book.names().contains(named) && Files.exists(Path.of(named))) {
      console.say(named + " is the recipe of that name; what lies here would be ./" + named);
    }
    return book.find(named, Optional.ofNullable(kernel));
  }

  /** What is to be fetched, and how. */
  FetchRequest order(Recipe recipe, RecipeBook book) {
    return new FetchRequest(
        recipe.name(), recipe.source(), offline, trustOnFirstUse, System.getenv(), book::packed);
  }

  /** Fetches it, or finds what was fetched before. */
  public KernelSource fetch(String named, RecipeBook book, Context context) {
    return new SourceFetcher(order(recipe(named, book, context.console()), book), context.run())
        .call();
  }
}
