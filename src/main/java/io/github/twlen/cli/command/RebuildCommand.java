// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.BuildOptions;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.GuestOptions;
import io.github.twlen.cli.option.LengthOptions;
import io.github.twlen.cli.option.TestFileOptions;
import io.github.twlen.cli.view.ReportView;
import io.github.twlen.host.doctor.HostInspection;
import io.github.twlen.rebuild.ProgramCall;
import io.github.twlen.rebuild.Rebuild;
import io.github.twlen.rebuild.RebuildRequest;
import io.github.twlen.report.Report;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twlen rebuild}. */
@Command(
    name = "rebuild",
    description = "Fetch, patch, build, boot and measure a kernel, and write a report.",
    sortOptions = false)
final class RebuildCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private LengthOptions length = new LengthOptions();
  @Mixin private BuildOptions build = new BuildOptions();
  @Mixin private GuestOptions guest = new GuestOptions();
  @Mixin private TestFileOptions tests = new TestFileOptions();

  @Option(
      names = "--baseline",
      description = "Also build and measure the stock kernel, for comparison.")
  private boolean baseline;

  RebuildCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    ProgramCall call = tests.call(context).reporting(ReportView.failures(context, common));
    RebuildRequest request = build.order(context, common, length, guest, baseline, call);
    tests.requireNotIn(request.output());
    return run(context, common, request);
  }

  /** Runs a request, and prints its result. */
  private static int run(Context context, CommonOptions common, RebuildRequest request) {
    HostInspection host = new HostInspection(request.run(), context.run());
    Report report = new Rebuild(request, context.run(), host::require).call();
    return ReportView.show(context, common, report, request.output().root());
  }

  /** {@code twlen build}. */
  @Command(
      name = "build",
      description = "Fetch, patch and build a kernel; boot nothing.",
      sortOptions = false)
  static final class Build implements Callable<Integer> {
    private final Context context;
    @Mixin private CommonOptions common = new CommonOptions();
    @Mixin private LengthOptions length = new LengthOptions();
    @Mixin private BuildOptions build = new BuildOptions();
    @Spec private @Nullable CommandSpec spec;

    Build(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      common.apply(context.console());
      GuestOptions none = GuestOptions.none();
      ProgramCall call =
          TestFileOptions.ofCommand(spec, context).reporting(ReportView.failures(context, common));
      return run(context, common, build.order(context, common, length, none, false, call));
    }
  }
}
