// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.Console;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.HelpOption;
import io.github.twlen.cli.option.SourceOptions;
import io.github.twlen.cli.view.Json;
import io.github.twlen.cli.view.RecipeCheck;
import io.github.twlen.cli.view.RecipeView;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.reader.RecipeBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twlen recipes list | show | check}. */
@Command(name = "recipes", description = "List, show and check recipes.")
final class RecipesCommand {
  private final Context context;
  @Mixin HelpOption help = new HelpOption();

  RecipesCommand(Context context) {
    this.context = context;
  }

  @Command(name = "list", description = "List the recipes, and how far each has been tested.")
  int list(@Mixin CommonOptions common) {
    Console console = console(common);
    RecipeBook book = common.book(context);
    List<Recipe> recipes = book.names().stream().map(book::find).toList();
    if (common.json) {
      console.print(Json.text(recipes.stream().map(RecipeView::of).toList()));
    } else {
      console.print(row("recipe", "tested", "summary"));
      for (Recipe recipe : recipes) {
        console.print(row(recipe.name(), recipe.tried().toString(), recipe.summary()));
      }
      console.print("\nDetails, and what was tested: twlen recipes show NAME\n");
    }
    return ExitCode.DONE.code();
  }

  @Command(name = "show", description = "Show the source, verification and build of a recipe.")
  int show(
      @Mixin CommonOptions common,
      @Parameters(
              paramLabel = "RECIPE",
              completionCandidates = Candidates.Recipes.class,
              description = "Recipe (name or file).")
          String recipe,
      @Mixin SourceOptions source) {
    Console console = console(common);
    RecipeView view = RecipeView.of(source.recipe(recipe, common.book(context), console));
    if (common.json) {
      console.print(Json.text(view));
    } else {
      Json.map(view).forEach((k, v) -> console.print(line(k, v)));
    }
    return ExitCode.DONE.code();
  }

  @Command(name = "check", description = "Check recipe files; report errors with file:line:column.")
  int check(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "FILE", arity = "1..*", description = "Recipe files.")
          List<Path> files) {
    Console console = console(common);
    RecipeBook book = common.book(context);
    List<RecipeCheck> checks = new ArrayList<>();
    for (Path file : files) {
      try {
        String name = book.read(file).name();
        checks.add(RecipeCheck.valid(file, name));
        if (!common.json) {
          console.say(file + ": valid recipe " + name);
        }
      } catch (RecipeFailure e) {
        checks.add(RecipeCheck.invalid(file, e));
        console.fail(e);
      }
    }
    if (common.json) {
      console.print(Json.text(checks));
    }
    boolean valid = checks.stream().allMatch(RecipeCheck::valid);
    return (valid ? ExitCode.DONE : ExitCode.USAGE).code();
  }

  private static String row(String name, String tested, String summary) {
    return String.format("%-17s %-8s %s%n", name, tested, summary);
  }

  private Console console(CommonOptions common) {
    common.apply(context.console());
    return context.console();
  }

  /** Returns a key and its value; a list takes one line for each element. */
  private static String line(String key, Object value) {
    String text =
        value instanceof List<?> list
            ? list.stream().map(String::valueOf).collect(Collectors.joining("\n           "))
            : String.valueOf(value);
    text = text.isEmpty() ? "none" : text;
    return String.format("%-10s %s%n", key, text);
  }
}
