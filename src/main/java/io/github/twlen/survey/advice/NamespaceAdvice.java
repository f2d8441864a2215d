// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import io.github.twlen.survey.netns.NetNamespace;
import java.util.List;
import java.util.stream.Collectors;

/** Judges the ports of the other network namespaces, each of which has a range of its own. */
final class NamespaceAdvice {
  private static final double SHORT = 0.8;
  private static final double EXHAUSTED = 0.98;

  /** Namespaces to name in one sentence. */
  private static final int NAMED = 3;

  private NamespaceAdvice() {}

  static Advice of(SurveyData data) {
    List<NetNamespace> all = data.namespaces();
    if (all.isEmpty()) {
      return Advice.notNeeded(Remedy.NAMESPACES, data.text("namespaces.single"));
    }
    List<NetNamespace> full = all.stream().filter(space -> space.pressure() >= SHORT).toList();
    if (full.isEmpty()) {
      String reason = data.text("namespaces.none", "namespaces", all.size());
      return Advice.notNeeded(Remedy.NAMESPACES, reason);
    }
    List<NetNamespace> named = full.stream().limit(NAMED).toList();
    String reason =
        named.stream()
            .map(
                space ->
                    data.text(
                        "namespaces.full",
                        "owner",
                        space.owner(data.messages()),
                        "load",
                        space.load(data.messages())))
            .collect(Collectors.joining("; "));
    List<String> commands =
        named.stream().map(space -> "twlen survey --netns " + space.argument()).toList();
    return Advice.against(
        full.get(0).pressure() >= EXHAUSTED ? Harm.PORTS_EXHAUSTED : Harm.PORTS_SHORT,
        Remedy.NAMESPACES,
        Standing.DO,
        reason,
        data.text("namespaces.effect", "full", full.size(), "namespaces", all.size()),
        Change.of(commands),
        "");
  }
}
