// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.cli.Console;
import io.github.twlen.cli.Context;
import io.github.twlen.recipe.reader.RecipeBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command takes. */
public final class CommonOptions {
  @Option(names = "--json", description = "Answer in JSON on standard output.")
  public boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No talk, only data and errors.")
  boolean quiet;

  @Option(names = "--debug", description = "Show the stack trace of a failure.")
  boolean debug;

  @Option(
      names = "--recipes",
      paramLabel = "DIR",
      description = "Look for recipes, patch templates and configs here first.")
  @Nullable Path recipes;

  @Mixin HelpOption help = new HelpOption();

  /** Lets the terminal know; to be called first. */
  public void apply(Console console) {
    console.quiet(quiet);
    console.debug(debug);
  }

  /**
   * Where recipes are looked for: {@code --recipes}, the user's config folder, the program itself.
   */
  public RecipeBook book(Context context) {
    List<Path> folders = new ArrayList<>();
    if (recipes != null) {
      folders.add(recipes.toAbsolutePath());
    }
    folders.add(context.folders().config());
    return new RecipeBook(folders);
  }
}
