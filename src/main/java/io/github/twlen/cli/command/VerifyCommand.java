// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.ArchitectureOption;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.GuestOptions;
import io.github.twlen.cli.option.InvalidOption;
import io.github.twlen.cli.option.LengthConverter;
import io.github.twlen.cli.option.ReportOptions;
import io.github.twlen.cli.option.SettingLength;
import io.github.twlen.cli.option.TestFileOptions;
import io.github.twlen.cli.option.VagrantOptions;
import io.github.twlen.cli.view.ReportView;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.Verification;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.report.Report;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.probe.LengthPlan;
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
    description = "Boot a built kernel in a guest, and measure its TIME_WAIT length.",
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "KERNEL", description = "Kernel: an image, RPM, .deb or tar.")
  private Path kernel = Path.of("");

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = LengthConverter.class,
      description =
          "Expected TIME_WAIT length: 15, 15s or 2m. With --sysctl, the default at boot; if not"
              + " given, 60.")
  private @Nullable TimewaitLength seconds;

  @Option(
      names = "--sysctl",
      description =
          "Expect the sysctl net.ipv4.tcp_tw_timeout: measure its default, then set and measure 15,"
              + " 5 and 60 s, and 30 s in another network namespace.")
  private boolean sysctl;

  @Mixin private ReportOptions report = new ReportOptions();
  @Mixin private TestFileOptions tests = new TestFileOptions();

  @Mixin private ArchitectureOption arch = new ArchitectureOption();
  @Mixin private GuestOptions guest = new GuestOptions();
  @Mixin private VagrantOptions vagrant = new VagrantOptions();

  @Option(names = "--install", description = "Print and run the command that installs tools.")
  private boolean install;

  VerifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    InvalidOption.requireFile("the kernel", kernel, "pass a kernel image, an RPM, a .deb or a tar");
    Architectures known = common.book(context).architectures();
    OutputFolder folder = report.folder(context, "verified", kernel.toAbsolutePath().toString());
    Verification.Request request =
        new Verification.Request(
            kernel.toAbsolutePath(),
            known,
            arch.given(known),
            SettingLength.required(spec, seconds, sysctl),
            sysctl ? Optional.of(LengthPlan.ofGuest()) : Optional.empty(),
            guest(),
            folder,
            install,
            tests.call(context, folder).reporting(ReportView.failures(context, common)));
    Report made = new Verification(request, context.run()).call();
    return ReportView.show(context, common, made, request.output().root());
  }

  private GuestRequest guest() {
    if (guest.kind() == GuestOptions.Kind.NONE) {
      throw new InvalidOption(
          "cannot verify a kernel without a guest", "pass --guest qemu, vagrant or image");
    }
    if (guest.kind() != GuestOptions.Kind.VAGRANT) {
      VagrantOptions.rejectUnused(spec, guest.kind(), "--guest is not vagrant");
    }
    return guest.order(vagrant, Optional.empty(), common.book(context));
  }
}
