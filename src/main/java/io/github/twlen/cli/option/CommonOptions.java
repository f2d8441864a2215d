// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.GivenFile;
import io.github.twlen.GivenFolder;
import io.github.twlen.cli.Console;
import io.github.twlen.cli.Context;
import io.github.twlen.recipe.reader.RecipeBook;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command. */
public final class CommonOptions {
  @Option(names = "--json", description = "Print JSON.")
  public boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print only results and errors.")
  boolean quiet;

  @Option(names = "--debug", description = "Print the stack trace of a failure.")
  boolean debug;

  @Option(
      names = "--recipes",
      paramLabel = "DIR",
      description = "Look for recipes, patch templates and configurations in DIR first.")
  @Nullable Path recipes;

  @Mixin HelpOption help = new HelpOption();

  /**
   * Sets up the terminal; call it first.
   *
   * @throws InvalidOption when the directory of {@code --recipes} cannot be read
   */
  public void apply(Console console) {
    console.quiet(quiet);
    console.debug(debug);
    if (recipes != null) {
      requireReadable(recipes);
    }
  }

  private static void requireReadable(Path directory) {
    try {
      GivenFolder.list(directory);
    } catch (IOException e) {
      String reason =
          e instanceof NoSuchFileException ? "no such directory" : GivenFile.reason(directory, e);
      throw new InvalidOption(
          "cannot read the recipes directory " + directory + ": " + reason,
          "pass a readable directory with --recipes");
    }
  }

  /** Returns whether only results and errors are printed. */
  public boolean isQuiet() {
    return quiet;
  }

  /** Returns the recipes in {@code --recipes}, the user's configuration and the program. */
  public RecipeBook book(Context context) {
    List<Path> folders = new ArrayList<>();
    if (recipes != null) {
      folders.add(recipes.toAbsolutePath());
    }
    folders.add(context.folders().config());
    return new RecipeBook(folders);
  }
}
