// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.Console;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.BuildOptions;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.GuestOptions;
import io.github.twlen.cli.option.LengthConverter;
import io.github.twlen.cli.option.LengthOptions;
import io.github.twlen.cli.option.TestFileOptions;
import io.github.twlen.cli.view.DoctorJson;
import io.github.twlen.cli.view.DoctorView;
import io.github.twlen.cli.view.Json;
import io.github.twlen.host.doctor.Diagnosis;
import io.github.twlen.host.doctor.HostInspection;
import io.github.twlen.rebuild.RebuildRequest;
import io.github.twlen.recipe.TimewaitLength;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twlen doctor}: checks this host for the request that {@code rebuild} would make. */
@picocli.CommandLine.Command(
    name = "doctor",
    description =
        "Check whether this host can run a rebuild with these options, and show the command that"
            + " installs what is missing.",
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = LengthConverter.class,
      description = "TIME_WAIT length. Only selects the output directory here.")
  private TimewaitLength seconds = TimewaitLength.STOCK;

  @Mixin private BuildOptions build = new BuildOptions();
  @Mixin private GuestOptions guest = new GuestOptions();
  @Spec private @Nullable CommandSpec spec;

  DoctorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    LengthOptions length = LengthOptions.of(seconds);
    RebuildRequest request =
        build.order(
            context, common, length, guest, false, TestFileOptions.ofCommand(spec, context));
    HostInspection inspection = new HostInspection(request.run(), context.run());
    if (build.install()) {
      inspection.install();
    }
    Diagnosis found = inspection.call();
    Console console = context.console();
    console.printPainted(
        common.json
            ? Json.text(DoctorJson.of(request.run(), found))
            : DoctorView.of(request.run(), found, console.colour()));
    return (found.ready() ? ExitCode.DONE : ExitCode.HOST).code();
  }
}
