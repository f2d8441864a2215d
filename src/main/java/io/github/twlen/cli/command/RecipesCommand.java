// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.HelpOption;
import io.github.twlen.cli.option.SourceOptions;
import io.github.twlen.cli.view.Json;
import io.github.twlen.cli.view.RecipeView;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.reader.RecipeBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twlen recipes list | show | check}. */
@Command(
    name = "recipes",
    description = "List, show and check recipes.",
    subcommands = {
      RecipesCommand.ListAll.class,
      RecipesCommand.Show.class,
      RecipesCommand.Check.class
    })
final class RecipesCommand {
  @Mixin HelpOption help = new HelpOption();

  @Command(name = "list", description = "List the recipes, and how far each has been tested.")
  static final class ListAll implements Callable<Integer> {
    private final Context context;
    @Mixin private CommonOptions common = new CommonOptions();

    ListAll(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      common.apply(context.console());
      RecipeBook book = common.book(context);
      List<Recipe> recipes = book.names().stream().map(book::find).toList();
      if (common.json) {
        context.console().print(Json.text(recipes.stream().map(RecipeView::of).toList()));
      } else {
        recipes.forEach(
            r ->
                context
                    .console()
                    .print(String.format("%-17s %-8s %s%n", r.name(), r.tried(), r.summary())));
      }
      return ExitCode.DONE.code();
    }
  }

  @Command(name = "show", description = "Show the source, verification and build of a recipe.")
  static final class Show implements Callable<Integer> {
    private final Context context;
    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(
        paramLabel = "RECIPE",
        completionCandidates = Candidates.Recipes.class,
        description = "Recipe (name or file).")
    private String recipe = "";

    @Mixin private SourceOptions source = new SourceOptions();

    Show(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      common.apply(context.console());
      RecipeView view =
          RecipeView.of(source.recipe(recipe, common.book(context), context.console()));
      if (common.json) {
        context.console().print(Json.text(view));
      } else {
        Json.map(view).forEach((k, v) -> context.console().print(line(k, v)));
      }
      return ExitCode.DONE.code();
    }
  }

  @Command(name = "check", description = "Check recipe files; report errors with file:line:column.")
  static final class Check implements Callable<Integer> {
    private final Context context;
    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Recipe files.")
    private List<Path> files = new ArrayList<>();

    Check(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      common.apply(context.console());
      RecipeBook book = common.book(context);
      for (Path file : files) {
        Recipe read = book.read(file);
        context.console().say(file + ": valid recipe " + read.name());
      }
      return ExitCode.DONE.code();
    }
  }

  /** Returns a key and its value; a list takes one line each. */
  private static String line(String key, Object value) {
    String text =
        value instanceof List<?> list
            ? list.stream().map(String::valueOf).collect(Collectors.joining("\n           "))
            : String.valueOf(value);
    return String.format("%-10s %s%n", key, text);
  }
}
