// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.build.config.ToolVersions;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.LengthConverter;
import io.github.twlen.cli.option.LengthOptions;
import io.github.twlen.cli.option.SourceOptions;
import io.github.twlen.cli.option.Templates;
import io.github.twlen.cli.view.Json;
import io.github.twlen.cli.view.PatchView;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.rebuild.PatchStage;
import io.github.twlen.rebuild.PatchedPackage;
import io.github.twlen.rebuild.TreeRemedy;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twlen patch}. */
@Command(
    name = "patch",
    description = "Change TIME_WAIT in a kernel tree, or make the patch that does.",
    sortOptions = false)
final class PatchCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "SOURCE",
      completionCandidates = Candidates.Recipes.class,
      description = "A kernel tree, a tarball, a source RPM, or a recipe's name.")
  private String source = "";

  @Mixin private LengthOptions length = new LengthOptions();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Print the diff and what it brings; write nothing.")
  private boolean dryRun;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        "Write the patch here (-: standard output), and leave the source as it is.",
        "FILE.src.rpm (or .nosrc.rpm), of a source RPM: write the patched package, ready to be"
            + " built."
      })
  private @Nullable Path output;

  @Option(
      names = "--reverse",
      description = "The other way: from N, which the source has, back to the stock length.")
  private boolean reverse;

  @Option(
      names = "--stock",
      paramLabel = "N",
      defaultValue = "60",
      converter = LengthConverter.class,
      description = "The length that --reverse goes back to. Default: ${DEFAULT-VALUE}.")
  private TimewaitLength stock = TimewaitLength.STOCK;

  @Mixin private SourceOptions options = new SourceOptions();

  PatchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    RecipeBook book = common.book(context);
    KernelSource kernel = options.fetch(source, book, context);
    if (!(kernel instanceof LocalTree) && !dryRun && output == null) {
      throw wrong(
          "a "
              + kernel.kind().replace('-', ' ')
              + " is not changed; give --dry-run, or -o FILE for the patch");
    }
    if (packs() && reverse) {
      throw wrong("--reverse makes no package; the stock one is the vendor's own");
    }
    if (common.json && isStandardOutput()) {
      throw wrong("--json and -o - both write to standard output: leave one of them");
    }
    // Back is the words of the patch that lets tcp_fin_timeout follow: they fit both ways.
    PatchTemplate template = Templates.of(book, reverse ? FinTimeout.FOLLOW : length.finTimeout);
    PatchStage stage =
        dryRun || common.json
            ? PatchStage.withUsers(kernel, template, length.seconds, length.finTimeout)
            : PatchStage.of(kernel, template, length.seconds, length.finTimeout);
    PatchOutcome outcome = reverse ? stage.back(stock) : stage.call();
    Optional<SpecChange> spec = stage.packaging(outcome);
    TimewaitLength shown = reverse ? stock : length.seconds;
    List<TreeRemedy> remedies =
        (dryRun || common.json) && !reverse ? remedies(book, stage, kernel) : List.of();
    PatchView view = new PatchView(stage, kernel, outcome, spec, shown, remedies);
    if (common.json) {
      context.console().print(Json.text(view.json()));
    } else {
      view.show(context.console(), context.locale(), dryRun);
    }
    if (!dryRun && outcome instanceof PatchOutcome.Rendered rendered) {
      write(kernel, rendered, spec);
    }
    return ExitCode.DONE.code();
  }

  /** What a build on this host would change in its own copy of the tree, beside the header. */
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
                            context.run())))
        .orElse(List.of());
  }

  private boolean isStandardOutput() {
    return output != null && output.toString().equals("-");
  }

  private boolean packs() {
    return output != null && output.toString().matches(".*\\.(no)?src\\.rpm");
  }

  private void write(
      KernelSource kernel, PatchOutcome.Rendered rendered, Optional<SpecChange> change) {
    if (output != null && packs()) {
      SpecChange packed =
          change.orElseThrow(
              () -> wrong(kernel.name() + " is no source RPM, of which one could be made"));
      String made =
          new PatchedPackage(
                  kernel, packed, rendered, output, options.trustOnFirstUse(), context.run())
              .call();
      context.console().say("wrote " + output + ": " + made);
    } else if (isStandardOutput()) {
      context.console().print(rendered.patch());
    } else if (output != null) {
      List<String> lost = new OutputFile(output).write(out -> out.write(rendered.patch()));
      told("wrote " + output, lost);
    } else if (kernel instanceof LocalTree tree) {
      Path header = tree.place(KernelSource.HEADER);
      List<String> lost = AtomicFile.rewrite(header, out -> out.write(rendered.after()));
      told("changed " + header, lost);
    }
  }

  private void told(String done, List<String> lost) {
    context.console().say(done);
    lost.forEach(one -> context.console().talk("twlen: " + done + ", but " + one));
  }

  private RuntimeException wrong(String message) {
    return spec == null
        ? new IllegalStateException(message)
        : new ParameterException(spec.commandLine(), message);
  }
}
