// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.ProgramVersion;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.host.RunPlan;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.ProgramCall;
import io.github.twlen.rebuild.RebuildRequest;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.reader.RecipeBook;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code rebuild} and {@code build} take alike. */
public final class BuildOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "RECIPE",
      completionCandidates = Candidates.Recipes.class,
      arity = "0..1",
      defaultValue = "distro",
      description =
          "A recipe's name or file, a kernel tree, a tarball, or a source RPM. Default:"
              + " ${DEFAULT-VALUE}, the source of this host's distribution.")
  private String recipe = "distro";

  @Mixin private MakeOptions make = new MakeOptions();

  @Mixin private RpmOptions rpm = new RpmOptions();

  @Mixin private VagrantOptions vagrant = new VagrantOptions();

  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  /** make writes a byte for each into a pipe before it begins, and waits where that is full. */
  private static final int MOST_JOBS = 4096;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where everything goes. Default: ./twlen-RECIPE-Ns.")
  private @Nullable Path output;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description =
          "How many compilers at once. Default: one a processor; with distcc, as many as its hosts"
              + " take.")
  private @Nullable Integer jobs;

  @Option(
      names = "--launcher",
      paramLabel = LauncherName.LABEL,
      completionCandidates = Candidates.Launchers.class,
      defaultValue = LauncherName.AUTO,
      converter = LauncherName.class,
      description =
          "What starts the compiler: a cache, or a farm as you have set it up. Default: ccache"
              + " where it is installed.")
  private String launcher = LauncherName.AUTO;

  @Option(
      names = "--no-remedies",
      description =
          "Build an old kernel with new tools as they are. Default: help it, and report how.")
  private boolean noRemedies;

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(names = "--install", description = "Install missing tools, after saying the command.")
  private boolean install;

  public boolean install() {
    return install;
  }

  /**
   * Checks everything, and says what is to be done.
   *
   * @param length which patch is made
   * @param guest where the kernel is proved
   * @param baseline whether the stock kernel is built and measured as well
   */
  public RebuildRequest order(
      Context context,
      CommonOptions common,
      LengthOptions length,
      GuestOptions guest,
      boolean baseline,
      List<String> commandLine) {
    try {
      return checked(context, common, length, guest, baseline, commandLine);
    } catch (InvalidOption e) {
      throw e.inCommand(spec);
    }
  }

  private RebuildRequest checked(
      Context context,
      CommonOptions common,
      LengthOptions length,
      GuestOptions guest,
      boolean baseline,
      List<String> commandLine) {
    RecipeBook book = common.book(context);
    Recipe read = source.recipe(recipe, book, context.console());
    if (!environment.vagrant() && guest.kind() != GuestOptions.Kind.VAGRANT) {
      refuse(vagrant.given(), "neither --in nor --guest is vagrant");
    }
    BuildPlan plan = plan(read, book, guest.kind(), baseline);
    OutputFolder folder =
        output == null
            ? OutputFolder.usual(read.name(), length.seconds.seconds())
            : new OutputFolder(output.toAbsolutePath().normalize());
    RunPlan run =
        new RunPlan(
            read,
            plan,
            jobs == null ? 0 : jobs(jobs),
            launcher,
            environment.environment(context, vagrant, read, book, source.offline()),
            Templates.remedies(book, !noRemedies),
            guest.order(vagrant, read.box(), book),
            folder.root(),
            source.order(read, book));
    return new RebuildRequest(
        run,
        length.seconds,
        length.finTimeout,
        Templates.of(book, length.finTimeout),
        environment.keep(),
        install,
        new ProgramCall(commandLine, ProgramVersion.number(), context.locale()));
  }

  private BuildPlan plan(Recipe read, RecipeBook book, GuestOptions.Kind guest, boolean baseline) {
    if (guest == GuestOptions.Kind.VAGRANT) {
      refuse(baseline ? "--baseline" : "", "the guest's own kernel is measured as the stock one");
    }
    if (read.build() instanceof BuildSpec.Rpm build) {
      refuse(make.given(), read.name() + " is built by rpmbuild, with its spec's configuration");
      refuse(
          baseline ? "--baseline" : "",
          read.name()
              + " is built by rpmbuild; its stock kernel is the vendor's, and --guest vagrant"
              + " measures that");
      boolean proof = guest != GuestOptions.Kind.NONE;
      List<String> beside = proof ? book.remedies().specs().beside() : List.of();
      BuildPlan.ByRpm plan = rpm.plan(build, beside);
      if (proof && plan.goal() == io.github.twlen.build.rpm.RpmBuild.Goal.SOURCE) {
        throw new InvalidOption("a source package cannot be booted: `twlen build` takes -bs");
      }
      return plan;
    }
    refuse(rpm.given(), read.name() + " is built by make");
    BuildPlan.ByMake plan =
        make.plan((BuildSpec.Make) read.build(), book, guest == GuestOptions.Kind.QEMU, baseline);
    return guest == GuestOptions.Kind.VAGRANT ? plan.withPackage() : plan;
  }

  private static void refuse(String given, String why) {
    if (!given.isEmpty()) {
      throw new InvalidOption(given + " does not go with this: " + why);
    }
  }

  private static int jobs(int number) {
    if (number < 1 || number > MOST_JOBS) {
      throw new InvalidOption("--jobs takes a number from 1 to " + MOST_JOBS);
    }
    return number;
  }
}
