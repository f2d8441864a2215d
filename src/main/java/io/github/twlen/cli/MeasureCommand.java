package io.github.twlen.cli;

import io.github.twlen.rebuild.Measuring;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Report;
import io.github.twlen.workspace.Digests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code twlen measure}. */
@Command(
    name = "measure",
    description = "Measure TIME_WAIT on a machine that is already running: this one, or by ssh.",
    sortOptions = false)
final class MeasureCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--ssh",
      paramLabel = "HOST",
      description = "Measure there: user@host, or an alias of your ssh. No question is ever asked.")
  private @Nullable String host;

  @Option(
      names = "--ssh-option",
      paramLabel = "OPT",
      description = "Passed to ssh with -o, such as Port=2222 or IdentityFile=FILE. Repeatable.")
  private List<String> sshOptions = new ArrayList<>();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = LengthConverter.class,
      description = "The length that it should have. Without it, you are told what it has.")
  private @Nullable TimewaitLength seconds;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Write report.json, report.html and console.log here. Default: in the cache.")
  private @Nullable Path output;

  MeasureCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    refuseOddWords();
    Measuring.Order order =
        new Measuring.Order(
            Optional.ofNullable(host),
            sshOptions,
            Optional.ofNullable(seconds),
            folder(),
            CommandWords.of(spec),
            ProgramVersion.number());
    Report report =
        new Measuring(order, context.workspace(), context.console(), f -> ExitCode.of(f).code())
            .call();
    return ReportView.show(context, common, report, order.output().root());
  }

  private void refuseOddWords() {
    if (spec == null) {
      return;
    }
    if (host == null && !sshOptions.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--ssh-option needs --ssh HOST");
    }
    // ssh would take it for an option of its own.
    if (host != null && (host.isBlank() || host.startsWith("-"))) {
      throw new ParameterException(
          spec.commandLine(), "--ssh wants a host such as user@host, not '" + host + "'");
    }
  }

  /** Without a folder of the user's, the report lies in the cache, one for each machine. */
  private OutputFolder folder() {
    if (output != null) {
      return new OutputFolder(output.toAbsolutePath().normalize());
    }
    String machine = String.join("\n", host == null ? "" : host, String.join("\n", sshOptions));
    String key = Digests.shortName(machine);
    return new OutputFolder(context.workspace().root().resolve("measured").resolve(key));
  }
}
