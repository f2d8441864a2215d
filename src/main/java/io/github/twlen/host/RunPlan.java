// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.launcher.LauncherSettings;
import io.github.twlen.build.rpm.RpmBuildRequest;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.source.FetchRequest;
import io.github.twlen.verify.guest.GuestRequest;
import java.nio.file.Path;

/**
 * The part of a run that decides what the host must have.
 *
 * @param jobs number of parallel compilers; 0 for the default of the launcher
 * @param launcher name of the compiler launcher; {@code auto} selects ccache where this host builds
 *     and has it
 * @param output the output directory, absolute
 */
public record RunPlan(
    Recipe recipe,
    BuildPlan plan,
    int jobs,
    String launcher,
    BuildEnvironment environment,
    RemedyPlan remedies,
    GuestRequest guest,
    Path output,
    FetchRequest fetch) {
  /** Returns the compiler launcher; tools inside another environment are unknown here. */
  public Launcher launches() {
    boolean ccache =
        environment instanceof HostEnvironment
            && HostRequirement.program("ccache", "").found().isPresent();
    return Launcher.named(launcher).orElse(ccache ? Launcher.CCACHE : Launcher.NONE);
  }

  /** Returns the number of parallel compilers. */
  public int compilers(CommandRunner runner) {
    return jobs > 0 ? jobs : launches().jobs(LauncherSettings.ofUser(), runner);
  }

  /** Returns how rpmbuild builds. */
  public RpmBuildRequest rpmBuild(
      BuildPlan.ByRpm by, RemedyPlan kernelRemedies, CommandRunner runner) {
    return new RpmBuildRequest(by, compilers(runner), launches(), environment, kernelRemedies);
  }
}
