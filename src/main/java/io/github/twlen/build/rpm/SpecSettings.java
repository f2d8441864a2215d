// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.spec.SpecExpansion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one build gives rpm beside the words of its order, and what rpm says of the spec with that.
 *
 * @param macros words that define macros
 * @param standIns those of them that stand in for what nothing defines
 * @param noise what rpm complains of while it only reads the spec, line by line
 */
record SpecSettings(List<String> macros, StandIns standIns, List<String> noise) {
  /** Copies what it is given. */
  SpecSettings {
    macros = List.copyOf(macros);
    noise = List.copyOf(noise);
  }

  /**
   * Reads the spec as the build will, and chooses.
   *
   * @param rpm reads the spec where it is built
   * @param macros words that define macros in any case
   * @throws MissingDependencyFailure when nothing stands in for a macro that is known to be needed
   */
  static SpecSettings choose(
      SpecExpansion rpm,
      List<String> macros,
      RpmBuild.Order order,
      BuildLog log,
      Progress progress) {
    Optional<SpecExpansion.Expanded> read = rpm.expanded(order.settings(macros));
    StandIns standIns =
        StandIns.choose(read, order.remedies(), order.environment().name(), log, progress);
    List<String> all = new ArrayList<>(macros);
    all.addAll(standIns.words());
    return new SpecSettings(
        all, standIns, read.map(SpecExpansion.Expanded::said).orElse(List.of()));
  }
}
