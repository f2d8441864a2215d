// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Check;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Measurement;
import io.github.twlen.verify.Verdict;
import io.github.twlen.verify.guest.GuestRun;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A verdict and the measurements it stands on, in the words of a report.
 *
 * @param verdict what is to be said
 * @param guest where it was measured
 * @param patched the kernel in question
 * @param stock the stock kernel, if it was measured too
 */
public record VerificationResult(
    Verdict verdict, GuestFacts guest, Optional<Measurement> patched, Optional<Measurement> stock) {
  /** The check of the source's digest and signature. */
  static final String SOURCE = "source";

  /** The check of the patch's text. */
  static final String PATCH = "patch";

  /** The check of the header as compiled. */
  static final String HEADER = "header";

  private static final Map<String, Check.Name> NAMES =
      Map.ofEntries(
          Map.entry(SOURCE, Check.Name.SOURCE),
          Map.entry(PATCH, Check.Name.PATCH),
          Map.entry(HEADER, Check.Name.HEADER),
          Map.entry(Verdict.RELEASE, Check.Name.RELEASE),
          Map.entry(Verdict.PROGRAMMED, Check.Name.TIMER),
          Map.entry(Verdict.OBSERVED, Check.Name.LIFETIME),
          Map.entry(Verdict.FAMILIES, Check.Name.FAMILIES),
          Map.entry(Verdict.CLOCK, Check.Name.CLOCK),
          Map.entry(Verdict.STOCK, Check.Name.STOCK),
          Map.entry(Verdict.FIN_TIMEOUT, Check.Name.FIN_TIMEOUT),
          Map.entry(Verdict.FIN_WAIT2, Check.Name.FIN_WAIT2),
          Map.entry(Verdict.LOAD, Check.Name.LOAD));

  static VerificationResult of(
      Verdict verdict,
      GuestFacts guest,
      GuestRun patched,
      Optional<GuestRun> stock,
      TimewaitLength stockLength) {
    return new VerificationResult(
        verdict,
        guest,
        MeasurementFacts.of(patched.measurement(), verdict.wanted()),
        stock.flatMap(run -> MeasurementFacts.of(run.measurement(), stockLength)));
  }

  /** Each check of the verdict. */
  public List<Check> checks() {
    return verdict.checks().stream().map(VerificationResult::check).toList();
  }

  private static Check check(io.github.twlen.verify.Check made) {
    return new Check(
        Objects.requireNonNull(NAMES.get(made.name()), made.name()),
        Check.Status.valueOf(made.status().name()),
        made.detail());
  }
}
