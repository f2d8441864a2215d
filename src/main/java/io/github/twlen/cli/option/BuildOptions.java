// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.rpm.RpmBuild;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.host.RunPlan;
import io.github.twlen.patch.LengthPatch;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.ProgramCall;
import io.github.twlen.rebuild.RebuildRequest;
import io.github.twlen.recipe.Architecture;
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

/** The options of {@code rebuild}, {@code build} and {@code doctor}. */
public final class BuildOptions {
  /** make writes one byte per job into a pipe before it begins, and blocks when that is full. */
  private static final int MOST_JOBS = 4096;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "RECIPE",
      completionCandidates = Candidates.Recipes.class,
      arity = "0..1",
      defaultValue = "distro",
      description =
          "Recipe (name or file), kernel tree, tarball, source RPM, spec file or dist-git work"
              + " tree. Default: ${DEFAULT-VALUE}, the kernel of this host's distribution.")
  private String recipe = "distro";

  @Mixin private ArchitectureOption arch = new ArchitectureOption();
  @Mixin private MakeOptions make = new MakeOptions();
  @Mixin private RpmOptions rpm = new RpmOptions();
  @Mixin private VagrantOptions vagrant = new VagrantOptions();
  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Output directory. Default: ./twlen-RECIPE-Ns.")
  private @Nullable Path output;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description =
          "Number of parallel jobs. Default: one per processor; with distcc, the limit of its"
              + " hosts.")
  private @Nullable Integer jobs;

  @Option(
      names = "--launcher",
      paramLabel = LauncherName.LABEL,
      completionCandidates = Candidates.Launchers.class,
      defaultValue = LauncherName.AUTO,
      converter = LauncherName.class,
      description = "Compiler cache or farm, as set up on this host. Default: ccache if installed.")
  private String launcher = LauncherName.AUTO;

  @Option(
      names = "--no-remedies",
      description =
          "Build an old kernel without the fixes for new tools. Default: apply and report them.")
  private boolean noRemedies;

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(names = "--install", description = "Print and run the command that installs tools.")
  private boolean install;

  public boolean install() {
    return install;
  }

  /**
   * Checks all options, and returns the request.
   *
   * @param baseline whether the stock kernel is built and measured as well
   * @throws InvalidOption when two options exclude each other
   */
  public RebuildRequest order(
      Context context,
      CommonOptions common,
      LengthOptions length,
      GuestOptions guest,
      boolean baseline,
      ProgramCall programCall) {
    RecipeBook book = common.book(context);
    LengthPatch patch = length.patch(book, false);
    Recipe read = source.recipe(recipe, book, context.console());
    if (!environment.vagrant() && guest.kind() != GuestOptions.Kind.VAGRANT) {
      VagrantOptions.rejectUnused(spec, guest.kind(), "neither --in nor --guest is vagrant");
    }
    Architecture architecture = arch.orOfHost(book.architectures());
    requirePossible(architecture, guest.kind());
    BuildPlan plan = plan(read, book, architecture, guest.kind(), baseline);
    OutputFolder folder =
        output == null
            ? OutputFolder.usual(read.name(), patch)
            : new OutputFolder(output.toAbsolutePath().normalize());
    folder.files().forEach(file -> OutputOption.inDirectory(file).requireNoInput(spec));
    if (jobs != null && (jobs < 1 || jobs > MOST_JOBS)) {
      throw new InvalidOption(
          "cannot use --jobs " + jobs + ": out of range", "pass --jobs 1 to " + MOST_JOBS);
    }
    RunPlan run =
        new RunPlan(
            read,
            plan,
            jobs == null ? 0 : jobs,
            launcher,
            environment.environment(context, vagrant, read, book, source.offline()),
            Templates.remedies(book, architecture, !noRemedies),
            guest.order(vagrant, read.box(), book),
            folder.root(),
            source.order(read, book));
    return new RebuildRequest(run, patch, environment.keep(), install, programCall);
  }

  /** Boxes and images are started with the host's architecture. */
  private void requirePossible(Architecture architecture, GuestOptions.Kind guest) {
    if (guest.installs() && !architecture.isOfHost()) {
      throw new InvalidOption(
          "cannot use --guest "
              + guest
              + " with --arch "
              + architecture.name()
              + ": the guest has this host's architecture",
          "pass --guest qemu");
    }
  }

  private BuildPlan plan(
      Recipe read,
      RecipeBook book,
      Architecture architecture,
      GuestOptions.Kind guest,
      boolean baseline) {
    List<String> baselineOption = List.of("--baseline");
    if (guest.installs()) {
      InvalidOption.rejectAny(
          spec, baselineOption, "--guest " + guest + " measures the guest's own kernel");
    }
    if (read.build() instanceof BuildSpec.Rpm build) {
      String byRpm = read.name() + " is built by rpmbuild, ";
      InvalidOption.rejectAny(
          spec, MakeOptions.NAMES, byRpm + "with the configuration of its spec");
      InvalidOption.rejectAny(
          spec, baselineOption, byRpm + "and --guest vagrant measures the vendor's kernel");
      boolean boots = guest != GuestOptions.Kind.NONE;
      List<String> extras = boots ? book.remedies().specs().beside() : List.of();
      BuildPlan.ByRpm plan = rpm.plan(build, extras, architecture);
      if (boots && plan.goal() == RpmBuild.Goal.SOURCE) {
        throw new InvalidOption(
            "cannot use -bs: a source package cannot be booted", "run `twlen build` with -bs");
      }
      return plan;
    }
    InvalidOption.rejectAny(spec, RpmOptions.NAMES, read.name() + " is built by make");
    BuildPlan.ByMake plan =
        make.plan(
            (BuildSpec.Make) read.build(),
            book,
            architecture,
            guest == GuestOptions.Kind.QEMU,
            baseline);
    return guest.installs() ? plan.withPackage() : plan;
  }
}
