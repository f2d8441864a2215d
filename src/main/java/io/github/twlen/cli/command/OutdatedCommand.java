// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.InvalidOption;
import io.github.twlen.cli.option.LengthOptions;
import io.github.twlen.cli.option.SshOptions;
import io.github.twlen.cli.view.Json;
import io.github.twlen.cli.view.OutdatedView;
import io.github.twlen.patch.LengthPatch;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.rebuild.outdated.Freshness;
import io.github.twlen.rebuild.outdated.OutdatedCheck;
import io.github.twlen.recipe.reader.RecipeBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twlen outdated}. */
@Command(
    name = "outdated",
    description = {
      "Check whether a kernel is older than its vendor's newest.",
      "Exit code: 0 if it is current, 13 if it is older or twlen cannot tell, 11 if the patch does"
          + " not fit the newest, 10 if the vendor's kernels cannot be listed. With --quiet, a"
          + " current kernel prints nothing."
    },
    sortOptions = false)
final class OutdatedCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "KERNEL",
      arity = "0..1",
      description =
          "Kernel: an RPM, a .deb, or an output directory of twlen. Default: the running kernel.")
  private @Nullable Path kernel;

  @Mixin private SshOptions ssh = new SshOptions();

  @Option(
      names = "--recipe",
      paramLabel = "RECIPE",
      completionCandidates = Candidates.Recipes.class,
      description =
          "Look for the newest kernel in the mirrors of RECIPE. Default: the package manager of"
              + " the host.")
  private @Nullable String recipe;

  @Option(
      names = "--patch",
      description = "Fetch the source of a newer kernel, and check that the patch fits.")
  private boolean patch;

  @Option(names = "--offline", description = "Work offline, from the cache.")
  private boolean offline;

  OutdatedCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    Optional<String> host = ssh.host();
    if (kernel != null && !Files.exists(kernel)) {
      throw new InvalidOption(
          "cannot read the kernel " + kernel + ": no such file or directory",
          "pass an RPM, a .deb or an output directory of twlen");
    }
    if (patch && host.isPresent() && recipe == null) {
      throw new InvalidOption(
          "cannot use --patch with --ssh: the source is fetched on this host",
          "add --recipe RECIPE");
    }
    RecipeBook book = common.book(context);
    Function<String, LengthPatch> fit = suffix -> LengthOptions.ofSuffix(suffix).patch(book, false);
    OutdatedCheck.Request request =
        new OutdatedCheck.Request(
            host.map(name -> SshConnection.words(name, ssh.options())).orElse(List.of()),
            Optional.ofNullable(kernel),
            Optional.ofNullable(recipe),
            offline,
            patch ? Optional.of(fit) : Optional.empty(),
            System.getenv());
    Freshness found = new OutdatedCheck(request, book, context.run()).call();
    Optional<Freshness.Problem> problem = found.problem();
    if (common.json) {
      context.console().print(Json.text(OutdatedView.json(found)));
    } else if (problem.isPresent() || !common.isQuiet()) {
      context.console().print(OutdatedView.line(found, context.locale()));
    }
    problem.ifPresent(p -> context.console().fail(p.what(), p.fix()));
    return found.exitCode().code();
  }
}
