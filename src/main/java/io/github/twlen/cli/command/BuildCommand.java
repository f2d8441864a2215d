// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.OriginalArguments;
import io.github.twlen.cli.option.BuildOptions;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.GuestOptions;
import io.github.twlen.cli.option.LengthOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code twlen build}. */
@Command(
    name = "build",
    description = "Fetch, patch and build a kernel; boot nothing.",
    sortOptions = false)
final class BuildCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private LengthOptions length = new LengthOptions();
  @Mixin private BuildOptions build = new BuildOptions();
  @Spec private @Nullable CommandSpec spec;

  BuildCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    return RebuildCommand.run(
        context,
        common,
        build.order(
            context, common, length, GuestOptions.none(), false, OriginalArguments.of(spec)));
  }
}
