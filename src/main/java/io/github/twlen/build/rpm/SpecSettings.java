// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.spec.BuiltTrees;
import io.github.twlen.build.spec.SpecAnswer;
import io.github.twlen.build.spec.UndefinedMacros;
import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.recipe.SpecMacro;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Macros for one build, and the warnings of rpm when it reads the spec with them.
 *
 * @param noise warnings that rpm prints while it reads the spec
 * @param builtTrees the trees that %build enters; empty when rpm cannot expand the spec
 */
record SpecSettings(
    List<String> macros,
    List<SpecMacro> standIns,
    List<String> noise,
    Optional<BuiltTrees> builtTrees) {
  /**
   * Replaces undefined macros.
   *
   * @param read what rpm reads in the spec; empty when unknown
   * @param macros with which the spec is built
   * @throws MissingDependencyFailure when a macro is undefined and has no replacement
   */
  static SpecSettings choose(
      Optional<SpecAnswer> read,
      List<String> macros,
      RpmBuildRequest request,
      BuildLog log,
      Progress progress) {
    RemedyPlan plan = request.remedies();
    String where = ", and nothing defines it (" + request.environment().name() + ")";
    List<String> all = new ArrayList<>(macros);
    List<SpecMacro> standIns = new ArrayList<>();
    for (String name : read.map(one -> UndefinedMacros.in(one.text())).orElse(Set.of())) {
      Optional<SpecMacro> known = plan.table().specs().macro(name);
      if (known.isEmpty()) {
        progress.say(
            "warning: the spec calls %"
                + name
                + where
                + "; if the build fails there, install its package or pass --define");
      } else if (plan.wanted() && known.get().standIn().isPresent()) {
        standIns.add(known.get());
        all.addAll(List.of("--define", known.get().standIn().get()));
        log.note("remedy " + known.get().applied().line());
        progress.say("  remedy: " + known.get().applied().line());
      } else {
        throw missing(known.get(), where);
      }
    }
    return new SpecSettings(
        all,
        standIns,
        read.map(SpecAnswer::said).orElse(List.of()),
        read.map(one -> BuiltTrees.of(one.text())));
  }

  private static MissingDependencyFailure missing(SpecMacro macro, String where) {
    String without =
        macro.standIn().map(text -> "; or omit --no-remedies: then " + macro.effect()).orElse("");
    return new MissingDependencyFailure(
        "the spec calls %" + macro.name() + where,
        "install " + macro.provider() + " there" + without);
  }

  /** Returns the replaced macros for the report. */
  List<AppliedRemedy> applied() {
    return standIns.stream().map(SpecMacro::applied).toList();
  }
}
