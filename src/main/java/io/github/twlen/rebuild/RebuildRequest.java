// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.BuildEnvironment;
import io.github.twlen.build.HostEnvironment;
import io.github.twlen.build.Launcher;
import io.github.twlen.build.LauncherSettings;
import io.github.twlen.build.RemedyPlan;
import io.github.twlen.build.RpmBuild;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.source.FetchRequest;
import java.util.List;

/**
 * Everything that decides what a run does, checked before it begins.
 *
 * @param recipe which kernel
 * @param wanted which length
 * @param finTimeout what becomes of the default of {@code tcp_fin_timeout}
 * @param template the patch
 * @param plan by what it is built
 * @param jobs how many compilers at once; 0 for as many as suit the launcher
 * @param launcher the name of what starts the compiler; {@code auto} for ccache where this host
 *     builds and has it
 * @param environment where it is built
 * @param keep whether what rpmbuild worked in stays
 * @param remedies what may be done so that new tools build an old kernel
 * @param guest where the kernel is booted and measured, if at all
 * @param output where everything goes
 * @param fetch how the source is got
 * @param install whether missing tools are installed
 * @param commandLine the words that the user typed
 * @param twlenVersion for the report
 */
public record RebuildRequest(
    Recipe recipe,
    TimewaitLength wanted,
    FinTimeout finTimeout,
    PatchTemplate template,
    BuildPlan plan,
    int jobs,
    String launcher,
    BuildEnvironment environment,
    boolean keep,
    RemedyPlan remedies,
    GuestRequest guest,
    OutputFolder output,
    FetchRequest fetch,
    boolean install,
    List<String> commandLine,
    String twlenVersion) {
  /** Copies what it is given. */
  public RebuildRequest {
    commandLine = List.copyOf(commandLine);
  }

  /** What starts the compiler; what lies in another environment is not known here. */
  public Launcher launches() {
    boolean ccache =
        environment instanceof HostEnvironment
            && HostRequirement.program("ccache", "").found().isPresent();
    return Launcher.named(launcher).orElse(ccache ? Launcher.CCACHE : Launcher.NONE);
  }

  /** How many compilers at once. */
  public int compilers(CommandRunner runner) {
    return jobs > 0 ? jobs : launches().jobs(LauncherSettings.ofUser(), runner);
  }

  /**
   * How rpmbuild is to build.
   *
   * @param kernelRemedies the remedies for the kernel that is built
   */
  public RpmBuild.Order rpmBuild(
      BuildPlan.ByRpm by, RemedyPlan kernelRemedies, CommandRunner runner) {
    return new RpmBuild.Order(
        by.goal(),
        by.with(),
        by.without(),
        by.beside(),
        by.defines(),
        by.arch(),
        compilers(runner),
        launches(),
        by.nodeps(),
        environment,
        kernelRemedies);
  }

  /** Whether the stock kernel is built and measured as well. */
  boolean baseline() {
    return plan instanceof BuildPlan.ByMake make && make.baseline();
  }
}
