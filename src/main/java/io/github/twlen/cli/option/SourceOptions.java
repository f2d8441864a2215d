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

/** The options of every command that fetches a source. */
public final class SourceOptions {
  @Option(
      names = "--kernel",
      paramLabel = "VERSION",
      description = "Kernel version, for recipes of a series: linux --kernel 6.12.30.")
  private @Nullable String kernel;

  @Option(names = "--offline", description = "Work offline, from the cache.")
  private boolean offline;

  @Option(
      names = "--trust-on-first-use",
      description =
          "Accept a source without checksum and signature, pin its checksum, and run its spec"
              + " macros without a sandbox.")
  private boolean trustOnFirstUse;

  public boolean trustOnFirstUse() {
    return trustOnFirstUse;
  }

  boolean offline() {
    return offline;
  }

  /** Returns a recipe by name or file; a name that is also a file here means the recipe. */
  public Recipe recipe(String named, RecipeBook book, Console console) {
    if (!named.contains("/") && book.names().contains(named) && Files.exists(Path.of(named))) {
      console.say("using the recipe " + named + "; for the file of this name, pass ./" + named);
    }
    return book.find(named, Optional.ofNullable(kernel));
  }

  FetchRequest order(Recipe recipe, RecipeBook book) {
    return new FetchRequest(
        recipe.name(), recipe.source(), offline, trustOnFirstUse, System.getenv(), book::packed);
  }

  /** Fetches a source, or finds it in the cache. */
  public KernelSource fetch(String named, RecipeBook book, Context context) {
    return fetch(recipe(named, book, context.console()), book, context);
  }

  /** Fetches the source of a recipe, or finds it in the cache. */
  public KernelSource fetch(Recipe recipe, RecipeBook book, Context context) {
    return new SourceFetcher(order(recipe, book), context.run()).call();
  }
}
