package io.github.twlen.cli;

import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twlen recipes list | show | check}. */
@Command(
    name = "recipes",
    description = "The kernels that twlen knows.",
    subcommands = {
      RecipesCommand.ListAll.class,
      RecipesCommand.Show.class,
      RecipesCommand.Check.class
    })
final class RecipesCommand {

  @Command(name = "list", description = "List them, one a line.")
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
        context.console().print(Json.text(recipes.stream().map(RecipesCommand::values).toList()));
      } else {
        recipes.forEach(
            r -> context.console().print(String.format("%-14s %s%n", r.name(), r.summary())));
      }
      return ExitCode.DONE.code();
    }
  }

  @Command(name = "show", description = "Show what one says.")
  static final class Show implements Callable<Integer> {
    private final Context context;
    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "RECIPE", description = "A recipe's name or file.")
    private String recipe = "";

    Show(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      common.apply(context.console());
      Map<String, Object> values = values(common.book(context).find(recipe));
      if (common.json) {
        context.console().print(Json.text(values));
      } else {
        values.forEach((k, v) -> context.console().print(String.format("%-10s %s%n", k, v)));
      }
      return ExitCode.DONE.code();
    }
  }

  @Command(name = "check", description = "Check recipe files; each error with file:line:column.")
  static final class Check implements Callable<Integer> {
    private final Context context;
    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.")
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
        context.console().say(file + ": the recipe " + read.name() + " is right");
      }
      return ExitCode.DONE.code();
    }
  }

  private static Map<String, Object> values(Recipe recipe) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", recipe.name());
    values.put("summary", recipe.summary());
    values.put("source", recipe.source().toString());
    values.put("config", recipe.build().config());
    values.put("fragments", recipe.build().fragments());
    values.put("targets", recipe.build().targets());
    values.put("read from", recipe.origin());
    values.put("tried", recipe.tried().toString());
    return values;
  }
}
