// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.OriginalArguments;
import io.github.twlen.cli.ProgramVersion;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.InvalidOption;
import io.github.twlen.cli.option.LengthConverter;
import io.github.twlen.cli.option.SshOptions;
import io.github.twlen.cli.view.ReportView;
import io.github.twlen.rebuild.MachineMeasurer;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.ProgramCall;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Report;
import io.github.twlen.workspace.Digests;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twlen measure}. */
@Command(
    name = "measure",
    description = "Measure TIME_WAIT on a machine that is already running: this one, or by ssh.",
    sortOptions = false)
final class MeasureCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private SshOptions ssh = new SshOptions();
  @Spec private @Nullable CommandSpec spec;

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
    MachineMeasurer.Request order;
    try {
      order = order(ssh.host());
    } catch (InvalidOption e) {
      throw e.inCommand(spec);
    }
    Report report = new MachineMeasurer(order, context.run()).call();
    return ReportView.show(context, common, report, order.output().root());
  }

  private MachineMeasurer.Request order(Optional<String> host) {
    return new MachineMeasurer.Request(
        host,
        ssh.options(),
        Optional.ofNullable(seconds),
        folder(host),
        new ProgramCall(OriginalArguments.of(spec), ProgramVersion.number(), context.locale()));
  }

  /** Without a folder of the user's, the report lies in the cache, one for each machine. */
  private OutputFolder folder(Optional<String> host) {
    if (output != null) {
      return new OutputFolder(output.toAbsolutePath().normalize());
    }
    String machine = String.join("\n", host.orElse(""), String.join("\n", ssh.options()));
    String key = Digests.shortName(machine);
    return new OutputFolder(context.workspace().room("measured").resolve(key));
  }
}
