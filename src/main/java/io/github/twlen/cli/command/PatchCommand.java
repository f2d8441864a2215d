// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.config.ToolVersions;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.naming.SpecReview;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.LengthConverter;
import io.github.twlen.cli.option.LengthOptions;
import io.github.twlen.cli.option.MacroOptions;
import io.github.twlen.cli.option.SourceOptions;
import io.github.twlen.cli.option.Templates;
import io.github.twlen.cli.view.Json;
import io.github.twlen.cli.view.PatchView;
import io.github.twlen.patch.LengthPatch;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.rebuild.PackageReview;
import io.github.twlen.rebuild.PatchStage;
import io.github.twlen.rebuild.PatchedPackage;
import io.github.twlen.rebuild.SpecEdit;
import io.github.twlen.rebuild.TreeRemedy;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.Version;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.LocalTree;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.OutputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twlen patch}. */
@Command(
    name = "patch",
    description = "Change the TIME_WAIT length in a kernel tree, or write the patch.",
    sortOptions = false)
final class PatchCommand implements Callable<Integer> {
  private final Context context;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "SOURCE",
      completionCandidates = Candidates.Recipes.class,
      description = "Kernel tree, tarball, source RPM, spec file, dist-git work tree, or recipe.")
  private String source = "";

  @Mixin private LengthOptions length = new LengthOptions();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Print the diff and its effects; write nothing.")
  private boolean dryRun;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        "Write the patch to FILE (- for standard output), and keep the source unchanged.",
        "FILE.src.rpm or FILE.nosrc.rpm: write a patched source RPM, ready to be built."
      })
  private @Nullable Path output;

  @Option(
      names = "--reverse",
      description = "Change the length N of the source back to the stock length.")
  private boolean reverse;

  @Option(
      names = "--stock",
      paramLabel = "N",
      defaultValue = "60",
      converter = LengthConverter.class,
      description = "Stock length for --reverse. Default: ${DEFAULT-VALUE}.")
  private TimewaitLength stock = TimewaitLength.STOCK;

  @Mixin private SourceOptions options = new SourceOptions();

  @Mixin private MacroOptions macros = new MacroOptions();

  PatchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    if (output != null && !PatchOutput.isStandardOutput(output)) {
      new PatchOutput(output).check(spec);
    }
    RecipeBook book = common.book(context);
    LengthPatch patch = length.patch(book, reverse);
    Recipe recipe = options.recipe(source, book, context.console());
    PatchRules rules = new PatchRules(source, output, dryRun, common.json, reverse);
    rules.check(recipe.source(), recipe.name());
    KernelSource kernel = options.fetch(recipe, book, context);
    rules.check(kernel, !macros.isEmpty());
    PatchStage stage =
        dryRun || common.json ? PatchStage.withUsers(kernel, patch) : PatchStage.of(kernel, patch);
    PatchOutcome outcome = reverse ? stage.back(stock) : stage.call();
    if (reverse) {
      length.requireFinTimeout(outcome.present(), stock);
    }
    if (!dryRun && output != null && outcome instanceof PatchOutcome.Already) {
      new PatchOutput(output).skip(kernel, context.console());
    }
    PackageReview review =
        new PackageReview(kernel, options.trustOnFirstUse(), macros.arguments(), context.run());
    Optional<SpecReview.Reviewed> spec =
        outcome instanceof PatchOutcome.Rendered rendered
            ? stage.packaging(outcome).map(placed -> reviewed(review, placed, rendered))
            : Optional.empty();
    TimewaitLength shown = reverse ? stock : patch.wanted();
    List<TreeRemedy> remedies =
        (dryRun || common.json) && !reverse ? remedies(book, stage, kernel) : List.of();
    PatchView view = new PatchView(stage, kernel, outcome, spec, shown, reverse, remedies);
    if (common.json) {
      context.console().print(Json.text(view.json()));
    } else {
      view.show(context, dryRun);
    }
    if (!dryRun && outcome instanceof PatchOutcome.Rendered rendered) {
      write(kernel, rendered, spec, view.edit(), review);
    }
    return ExitCode.DONE.code();
  }

  /** A patch file needs no spec that rpm can read. */
  private SpecReview.Reviewed reviewed(
      PackageReview review, SpecChange placed, PatchOutcome.Rendered rendered) {
    try {
      return review.call(placed, rendered.patch());
    } catch (BuildFailure e) {
      if (output == null || packs()) {
        throw e;
      }
      return SpecReview.Reviewed.unchecked(placed, e.what());
    }
  }

  /** Returns the other changes that a build on this host would make to its copy of the tree. */
  private List<TreeRemedy> remedies(RecipeBook book, PatchStage stage, KernelSource kernel) {
    RemedyTable table = book.remedies();
    return Version.firstIn(stage.kernelVersion().text())
        .map(
            version ->
                TreeRemedy.of(
                    kernel,
                    table,
                    Templates.treePatches(book, table),
                    version,
                    () ->
                        ToolVersions.in(
                            new HostEnvironment(),
                            context.workspace().scratch("patch"),
                            "",
                            context.run())))
        .orElse(List.of());
  }

  private boolean packs() {
    return PatchOutput.isPackage(output);
  }

  private void write(
      KernelSource kernel,
      PatchOutcome.Rendered rendered,
      Optional<SpecReview.Reviewed> change,
      Optional<SpecEdit> edit,
      PackageReview review) {
    if (output != null && packs()) {
      String made =
          new PatchedPackage(kernel, change.orElseThrow(), rendered, output, review, context.run())
              .call();
      context.console().say("wrote " + output + ": " + made);
    } else if (PatchOutput.isStandardOutput(output)) {
      context.console().print(rendered.patch());
    } else if (output != null) {
      List<String> lost = new OutputFile(output).write(out -> out.write(rendered.patch()));
      report("wrote " + output, lost);
    } else if (edit.isPresent()) {
      List<String> done = edit.get().write();
      done.forEach(context.console()::say);
      if (done.isEmpty()) {
        context.console().say(kernel.name() + " already has this patch");
      }
    } else if (kernel instanceof LocalTree tree) {
      rendered
          .after()
          .forEach(
              (name, content) -> {
                Path file = tree.place(name);
                report("changed " + file, AtomicFile.rewrite(file, out -> out.write(content)));
              });
    }
  }

  private void report(String done, List<String> warnings) {
    context.console().say(done);
    context.console().warn(done, warnings);
  }
}
