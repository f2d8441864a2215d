// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.SurveyData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Judges every remedy. Those against the greatest {@link Harm} come first, and among these the
 * needed and then the cheapest; a remedy that uncovers another shortage comes after those against
 * that shortage.
 */
public final class Adviser {
  private Adviser() {}

  /**
   * Returns one judgement for each remedy.
   *
   * @param wanted the length of a rebuilt kernel
   */
  public static List<Advice> of(SurveyData data, TimewaitLength wanted) {
    List<Advice> all = new ArrayList<>();
    all.addAll(ProgramAdvice.of(data));
    List<Advice> outgoing = OutgoingAdvice.of(data);
    all.addAll(outgoing);
    all.addAll(KernelAdvice.of(data));
    all.add(OrphanAdvice.of(data));
    all.add(PeerAdvice.of(data));
    all.add(ServiceAdvice.of(data));
    all.add(TwTimeoutAdvice.of(data, wanted, RebuildAdvice.effect(data, wanted)));
    all.add(EndSocketsAdvice.of(data));
    all.add(NamespaceAdvice.of(data));
    all.add(RebuildAdvice.of(data, wanted, outgoing));
    all.add(TwRecycleAdvice.of(data));
    // The sort is stable, so the order above, by cost, decides among equals.
    all.sort(
        Comparator.comparing(Advice::harm, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Advice::standing));
    return List.copyOf(all);
  }
}
