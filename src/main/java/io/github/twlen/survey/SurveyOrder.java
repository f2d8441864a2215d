// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.Comparator;
import java.util.Optional;

/** Compares surveys by their urgency. */
public final class SurveyOrder {
  /** The next exhaustion of ports first, then urgent advice, then used ports and sockets. */
  public static final Comparator<Survey> WORST_FIRST =
      Comparator.comparingDouble(SurveyOrder::firstExhaustedIn)
          .thenComparing(SurveyOrder::standing)
          .thenComparing(Comparator.comparingDouble(SurveyOrder::pressure).reversed())
          .thenComparing(
              Comparator.comparingLong((Survey survey) -> survey.table().timeWait()).reversed());

  private SurveyOrder() {}

  /** Returns the destination whose ports are exhausted first, or else the fullest. */
  public static Optional<PortUse> worst(Survey survey) {
    return survey.table().destinations().stream()
        .min(
            Comparator.comparingDouble(SurveyOrder::exhaustedIn)
                .thenComparing(Comparator.comparingDouble(PortUse::pressure).reversed())
                .thenComparing(Comparator.comparingInt(PortUse::inUse).reversed()));
  }

  private static double exhaustedIn(PortUse use) {
    return use.exhaustedInSeconds() == null ? Double.POSITIVE_INFINITY : use.exhaustedInSeconds();
  }

  private static double firstExhaustedIn(Survey survey) {
    return worst(survey).map(SurveyOrder::exhaustedIn).orElse(Double.POSITIVE_INFINITY);
  }

  private static double pressure(Survey survey) {
    return worst(survey).map(PortUse::pressure).orElse(0.0);
  }

  private static Standing standing(Survey survey) {
    return survey.advice().stream()
        .filter(Advice::matters)
        .map(Advice::standing)
        .min(Comparator.naturalOrder())
        .orElse(Standing.NOT_NEEDED);
  }
}
