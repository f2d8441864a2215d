package io.github.twlen.cli;

import io.github.twlen.build.SpecChange;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.rebuild.PatchStage;
import io.github.twlen.rebuild.PatchedPackage;
import io.github.twlen.recipe.RecipeBook;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.LocalTree;
import io.github.twlen.workspace.AtomicFile;
import java.nio.file.Path;
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
        "Write the patch here, and leave the source as it is.",
        "FILE.src.rpm (or .nosrc.rpm), of a source RPM: write the patched package, ready to be built."
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
    // Back is the words of the patch that lets tcp_fin_timeout follow: they fit both ways.
    PatchTemplate template = Templates.of(book, reverse ? FinTimeout.FOLLOW : length.finTimeout);
    PatchStage stage =
        dryRun || common.json
            ? PatchStage.withUsers(kernel, template, length.seconds, length.finTimeout)
            : PatchStage.of(kernel, template, length.seconds, length.finTimeout);
    PatchOutcome outcome = reverse ? stage.back(stock) : stage.call();
    Optional<SpecChange> spec = stage.packaging(outcome);
    PatchView view = new PatchView(stage, kernel, outcome, spec, reverse ? stock : length.seconds);
    if (common.json) {
      context.console().print(Json.text(view.json()));
    } else {
      view.show(context.console(), dryRun);
    }
    if (!dryRun && outcome instanceof PatchOutcome.Rendered rendered) {
      write(kernel, rendered, spec);
    }
    return ExitCode.DONE.code();
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
                  kernel,
                  packed,
                  rendered,
                  output,
                  context.workspace(),
                  context.runner(),
                  context.console())
              .call();
      context.console().say("wrote " + output + ": " + made);
    } else if (output != null) {
      AtomicFile.write(output, rendered.patch());
      context.console().say("wrote " + output);
    } else {
      Path header = kernel.location().resolve(KernelSource.HEADER);
      AtomicFile.write(header, rendered.after());
      context.console().say("changed " + header);
    }
  }

  private RuntimeException wrong(String message) {
    return spec == null
        ? new IllegalStateException(message)
        : new ParameterException(spec.commandLine(), message);
  }
}
