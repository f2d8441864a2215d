// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.OriginalArguments;
import io.github.twlen.cli.ProgramVersion;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.GuestOptions;
import io.github.twlen.cli.option.InvalidOption;
import io.github.twlen.cli.option.LengthConverter;
import io.github.twlen.cli.option.VagrantOptions;
import io.github.twlen.cli.view.ReportView;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.ProgramCall;
import io.github.twlen.rebuild.Verification;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Report;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.workspace.Digests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twlen verify}. */
@Command(
    name = "verify",
    description = "Boot a built kernel in a guest and measure its TIME_WAIT.",
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "KERNEL",
      description = "A bzImage, or the RPM, .deb or tar that holds it.")
  private Path kernel = Path.of("");

  @Option(
      names = "--seconds",
      required = true,
      paramLabel = "N",
      converter = LengthConverter.class,
      description = "The TIME_WAIT length that it should have: 15, 15s or 2m.")
  private TimewaitLength seconds = TimewaitLength.STOCK;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Write report.json, report.html and console.log here. Default: in the cache.")
  private @Nullable Path output;

  @Mixin private GuestOptions guest = new GuestOptions();
  @Mixin private VagrantOptions vagrant = new VagrantOptions();

  @Option(names = "--install", description = "Install missing tools, after saying the command.")
  private boolean install;

  VerifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    requireFile();
    Verification.Request order =
        new Verification.Request(
            kernel.toAbsolutePath(),
            seconds,
            guest(),
            folder(),
            install,
            new ProgramCall(OriginalArguments.of(spec), ProgramVersion.number(), context.locale()));
    Report report = new Verification(order, context.run()).call();
    return ReportView.show(context, common, report, order.output().root());
  }

  private void requireFile() {
    if (!Files.isRegularFile(kernel)) {
      throw new InvalidOption(
              "cannot read the kernel "
                  + kernel
                  + ": "
                  + (Files.exists(kernel) ? "it is not a file" : "there is no such file"))
          .inCommand(spec);
    }
  }

  private GuestRequest guest() {
    try {
      if (guest.kind() == GuestOptions.Kind.NONE) {
        throw new InvalidOption(
            "a kernel is verified in a guest: --guest takes qemu or vagrant here");
      }
      if (guest.kind() == GuestOptions.Kind.QEMU && !vagrant.given().isEmpty()) {
        throw new InvalidOption(vagrant.given() + " goes with --guest vagrant");
      }
      return guest.order(vagrant, Optional.empty(), common.book(context));
    } catch (InvalidOption e) {
      throw e.inCommand(spec);
    }
  }

  /** Without a folder of the user's, the report lies in the cache, one for each kernel. */
  private OutputFolder folder() {
    if (output != null) {
      return new OutputFolder(output.toAbsolutePath().normalize());
    }
    String key = Digests.shortName(kernel.toAbsolutePath().toString());
    return new OutputFolder(context.workspace().room("verified").resolve(key));
  }
}
