// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.SurveyData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Weighs every remedy against what was read. Each gets an answer, also the plain one that it is not
 * needed; they are ordered by how much they matter, and among those that matter alike, the cheaper
 * before the dearer.
 */
public final class Adviser {
  private Adviser() {}

  /**
   * What is advised.
   *
   * @param wanted the length that a rebuilt kernel would have
   */
  public static List<Advice> of(SurveyData data, TimewaitLength wanted) {
    List<Advice> all = new ArrayList<>();
    all.add(TwRecycleAdvice.advice(data));
    all.addAll(ProgramAdvice.of(data));
    List<Advice> outgoing = OutgoingAdvice.of(data);
    all.addAll(outgoing);
    all.addAll(KernelAdvice.of(data));
    all.add(RebuildAdvice.of(data, wanted, outgoing));
    // The sort is stable: what stands first above comes first among its equals.
    all.sort(Comparator.comparing(Advice::standing));
    return List.copyOf(all);
  }
}
