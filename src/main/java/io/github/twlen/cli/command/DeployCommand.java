// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.HostsOptions;
import io.github.twlen.cli.option.InvalidOption;
import io.github.twlen.cli.option.LengthConverter;
import io.github.twlen.cli.option.ReportOptions;
import io.github.twlen.cli.option.SettingLength;
import io.github.twlen.cli.option.TestFileOptions;
import io.github.twlen.cli.view.ReportView;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.deploy.Deployment;
import io.github.twlen.rebuild.deploy.Removal;
import io.github.twlen.rebuild.deploy.ServerRequest;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.report.Report;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.server.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twlen deploy}. */
@Command(
    name = "deploy",
    description =
        "Install a kernel on servers beside the present one, boot it once, measure it, and keep it"
            + " or go back.",
    sortOptions = false)
final class DeployCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "KERNEL",
      arity = "0..1",
      description =
          "Kernel: an RPM, .deb, tar or image. With --back it may be omitted if the server has only"
              + " one twlen kernel.")
  private @Nullable Path kernel;

  @Mixin private HostsOptions hosts = new HostsOptions();

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
      description = "Expect the sysctl net.ipv4.tcp_tw_timeout, as twlen measure does.")
  private boolean sysctl;

  @Option(
      names = "--reboot",
      description =
          "Restart the server, and measure the kernel. Default: install it, and select it for the"
              + " next boot.")
  private boolean reboot;

  @Option(
      names = "--keep",
      description = "Make the kernel the default once it is verified. Default: it boots once.")
  private boolean keep;

  @Option(
      names = "--back",
      description = "Remove the kernel; with --reboot also a running one, after a restart.")
  private boolean back;

  @Option(names = "--no-stock", description = "Do not measure the present kernel first.")
  private boolean noStock;

  @Option(
      names = "--boot-timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "Time limit of a restart, until ssh answers. Default: ${DEFAULT-VALUE}.")
  private int bootTimeout;

  @Mixin private ReportOptions report = new ReportOptions();
  @Mixin private TestFileOptions tests = new TestFileOptions();

  DeployCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    List<String> all = hosts.hosts();
    check(all);
    RecipeBook book = common.book(context);
    List<Report> made = new ArrayList<>();
    Rollout rollout = new Rollout(all);
    try {
      return rollout.run(host -> deploy(request(host, book, made), book, made));
    } finally {
      if (common.json && hosts.areMany()) {
        ReportView.showList(context, made);
      }
      List<String> rest = rollout.rest();
      if (!rest.isEmpty()) {
        String missed = back ? "stopped; not removed from " : "stopped; not deployed to ";
        context.console().talk(missed + String.join(", ", rest));
      }
    }
  }

  /** Returns the exit code of one host. */
  private int deploy(ServerRequest request, RecipeBook book, List<Report> made) {
    Report report = run(request, book);
    made.add(report);
    return common.json && hosts.areMany()
        ? ReportView.fail(context.console(), report)
        : ReportView.show(context, common, report, request.output().root());
  }

  private void check(List<String> all) {
    if (all.isEmpty()) {
      throw new InvalidOption(
          "cannot run twlen deploy: missing option --ssh",
          "pass --ssh HOST or --hosts FILE, or run `twlen deploy --help`");
    }
    if (back) {
      InvalidOption.rejectAny(
          spec,
          List.of("--keep", "--seconds", "--sysctl", "--no-stock", "--junit", "--ktap"),
          "--back removes the kernel");
    } else if (kernel == null) {
      throw new InvalidOption(
          "cannot run twlen deploy: missing parameter KERNEL",
          "pass a package, or --back to remove the kernel");
    } else if (!sysctl) {
      SettingLength.required(spec, seconds, sysctl);
    }
    if (all.size() > 1) {
      InvalidOption.rejectAny(spec, List.of("--junit", "--ktap"), "there are several hosts");
    }
    if (kernel != null) {
      InvalidOption.requireFile(
          "the kernel", kernel, "pass an RPM, a .deb, a tar or a kernel image");
    }
    if (bootTimeout < 1) {
      throw new InvalidOption(
          "cannot use --boot-timeout " + bootTimeout + ": too small", "pass at least 1");
    }
  }

  private ServerRequest request(String host, RecipeBook book, List<Report> made) {
    String machine = String.join("\n", host, String.join("\n", hosts.options()));
    OutputFolder folder = report.folder(context, "deployed", machine);
    return new ServerRequest(
        SshConnection.words(host, hosts.options()),
        hosts.options(),
        reboot,
        Patience.of(Duration.ofSeconds(bootTimeout)),
        book::packed,
        report.isGiven() && hosts.areMany() ? folder.below(host) : folder,
        tests
            .call(context, folder)
            .reporting(hosts.areMany() ? made::add : ReportView.failures(context, common)));
  }

  private Report run(ServerRequest request, RecipeBook book) {
    Optional<Path> file = Optional.ofNullable(kernel).map(Path::toAbsolutePath);
    if (back) {
      return new Removal(request, file, book.architectures(), context.run()).call();
    }
    Deployment.Wanted wanted =
        new Deployment.Wanted(
            file.orElseThrow(),
            book.architectures(),
            SettingLength.required(spec, seconds, sysctl),
            sysctl ? Optional.of(LengthPlan.ofHost()) : Optional.empty(),
            keep,
            !noStock);
    return new Deployment(request, wanted, context.run()).call();
  }
}
