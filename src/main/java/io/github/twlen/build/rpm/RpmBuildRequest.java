// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.spec.SpecFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Settings for rpmbuild. */
public record RpmBuildRequest(
    BuildPlan.ByRpm plan,
    int jobs,
    Launcher launcher,
    BuildEnvironment environment,
    RemedyPlan remedies) {
  /** The condition of Red Hat's specs, since el7, that names a cross compiler. */
  private static final List<String> CROSS = List.of("cross");

  /**
   * Returns the request for one spec, which knows only some of the build conditions.
   *
   * @throws BuildFailure when it cannot build for another architecture than this host's
   */
  RpmBuildRequest forSpec(SpecFile spec) {
    List<String> on = all(plan.with(), spec.knownConditions("with", plan.withKnown()));
    if (!plan.architecture().isOfHost()) {
      on = all(on, cross(spec));
    }
    List<String> off = all(plan.without(), spec.knownConditions("without", plan.beside()));
    BuildPlan.ByRpm known =
        new BuildPlan.ByRpm(
            plan.goal(),
            on,
            List.of(),
            off,
            List.of(),
            plan.defines(),
            plan.architecture(),
            plan.nodeps(),
            plan.signKey());
    return new RpmBuildRequest(known, jobs, launcher, environment, remedies);
  }

  private List<String> cross(SpecFile spec) {
    List<String> known = spec.knownConditions("with", CROSS);
    if (known.isEmpty()) {
      throw new BuildFailure(
          "cannot build %s for %s on this host: it has no condition %s for a cross compiler"
              .formatted(spec.name(), plan.architecture().name(), CROSS.get(0)),
          "build it on a host of that architecture, or build its tree with make");
    }
    return known;
  }

  private static List<String> all(List<String> always, List<String> known) {
    return Stream.concat(always.stream(), known.stream()).distinct().toList();
  }

  /**
   * Returns the arguments for rpmbuild.
   *
   * @param macros are defined before the user's macros
   */
  List<String> arguments(List<String> stage, List<String> macros) {
    List<String> all = new ArrayList<>(stage);
    all.addAll(settings(macros));
    if (plan.nodeps()) {
      all.add("--nodeps");
    }
    return all;
  }

  /**
   * Returns the arguments that decide how rpmbuild and rpmspec read a spec.
   *
   * @param macros are defined before the user's macros
   */
  List<String> settings(List<String> macros) {
    List<String> all = new ArrayList<>(List.of("--target", plan.architecture().rpm()));
    // The scripts of kernel specs need bash, which is not every system's sh.
    all.addAll(List.of("--define", "_buildshell /bin/bash"));
    all.addAll(List.of("--define", "_smp_mflags -j" + jobs));
    all.addAll(List.of("--define", "_smp_build_ncpus " + jobs));
    all.addAll(macros);
    all.addAll(plan.macros());
    plan.without().forEach(name -> all.addAll(List.of("--without", name)));
    return all;
  }
}
