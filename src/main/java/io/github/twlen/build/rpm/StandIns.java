// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.spec.SpecExpansion;
import io.github.twlen.build.spec.UndefinedMacros;
import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.recipe.SpecHelp;
import io.github.twlen.recipe.SpecMacro;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stands in for macros that a spec calls and that nothing defines where it is built.
 *
 * @param used those that are defined in place of the missing ones
 */
record StandIns(List<SpecMacro> used) {
  /** Copies what it is given. */
  StandIns {
    used = List.copyOf(used);
  }

  /**
   * Chooses for a spec, and tells.
   *
   * @param expanded what rpm makes of the spec where it is built; empty when it does not tell
   * @param environment the name of that place, for messages
   * @throws MissingDependencyFailure when nothing stands in for a macro that is known to be needed
   */
  static StandIns choose(
      Optional<SpecExpansion.Expanded> expanded,
      RemedyPlan plan,
      String environment,
      BuildLog log,
      Progress progress) {
    SpecHelp help = plan.table().specs();
    List<SpecMacro> used = new ArrayList<>();
    Set<String> missing = expanded.map(one -> UndefinedMacros.in(one.text())).orElse(Set.of());
    for (String name : missing) {
      Optional<SpecMacro> known = help.macro(name);
      if (known.isEmpty()) {
        progress.say(
            "warning: the spec calls %"
                + name
                + ", and nothing defines it ("
                + environment
                + "); if the build stops there, install the package that has it, or use --define");
      } else if (plan.wanted() && known.get().standIn().isPresent()) {
        used.add(known.get());
        log.note("remedy " + known.get().applied().line());
        progress.say("  remedy: " + known.get().applied().line());
      } else {
        throw missing(known.get(), environment);
      }
    }
    return new StandIns(used);
  }

  private static MissingDependencyFailure missing(SpecMacro macro, String environment) {
    String help =
        macro
            .standIn()
            .map(text -> ", or build without --no-remedies: then " + macro.effect())
            .orElse("");
    return new MissingDependencyFailure(
        "the spec calls %" + macro.name() + ", and nothing defines it (" + environment + ")",
        "install " + macro.provider() + " there" + help,
        null);
  }

  /** Returns the words for rpmbuild. */
  List<String> words() {
    return used.stream()
        .flatMap(macro -> macro.standIn().stream())
        .flatMap(text -> List.of("--define", text).stream())
        .toList();
  }

  /** Returns what a report says of them. */
  List<AppliedRemedy> applied() {
    return used.stream().map(SpecMacro::applied).toList();
  }
}
