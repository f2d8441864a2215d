// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.LengthConverter;
import io.github.twlen.cli.option.ReportOptions;
import io.github.twlen.cli.option.SettingLength;
import io.github.twlen.cli.option.SshOptions;
import io.github.twlen.cli.option.TestFileOptions;
import io.github.twlen.cli.view.ReportView;
import io.github.twlen.rebuild.MachineMeasurer;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Report;
import io.github.twlen.verify.probe.LengthPlan;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twlen measure}. */
@Command(
    name = "measure",
    description = "Measure TIME_WAIT on a running host: this one, or one over ssh.",
    sortOptions = false)
final class MeasureCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private SshOptions ssh = new SshOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = LengthConverter.class,
      description = "Expected length; without it, only report.")
  private @Nullable TimewaitLength seconds;

  @Option(
      names = "--sysctl",
      description =
          "Expect the sysctl net.ipv4.tcp_tw_timeout; keep its value, and as root set and measure"
              + " other lengths in a network namespace of their own.")
  private boolean sysctl;

  @Mixin private ReportOptions report = new ReportOptions();
  @Mixin private TestFileOptions tests = new TestFileOptions();

  MeasureCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    Optional<String> host = ssh.host();
    String machine = String.join("\n", host.orElse(""), String.join("\n", ssh.options()));
    OutputFolder folder = report.folder(context, "measured", machine);
    MachineMeasurer.Request request =
        new MachineMeasurer.Request(
            host,
            ssh.options(),
            sysctl ? SettingLength.of(seconds) : Optional.ofNullable(seconds),
            sysctl ? Optional.of(LengthPlan.ofHost()) : Optional.empty(),
            folder,
            tests.call(context, folder).reporting(ReportView.failures(context, common)));
    Report made = new MachineMeasurer(request, context.run()).call();
    return ReportView.show(context, common, made, request.output().root());
  }
}
