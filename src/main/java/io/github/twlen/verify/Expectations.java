// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.Measurement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What is known beside the measurement. What is absent makes the check that needs it {@link
 * Check.Status#NOT_MADE}.
 *
 * @param release the {@code uname -r} of the built kernel
 * @param finTimeout the right {@code net.ipv4.tcp_fin_timeout}, in seconds
 * @param stock the stock kernel, measured in the same way
 * @param stockLength the length that the stock kernel should have
 * @param lengths the lengths of a kernel with the sysctl; empty for one with a fixed length
 * @param made earlier checks: the source, the patch, the header as compiled
 */
public record Expectations(
    Optional<String> release,
    OptionalInt finTimeout,
    Optional<Measurement> stock,
    TimewaitLength stockLength,
    Optional<LengthPlan> lengths,
    List<Check> made) {
  /** No expectations. */
  public static final Expectations NONE =
      new Expectations(
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          TimewaitLength.STOCK,
          Optional.empty(),
          List.of());

  /** Returns the expectations of a kernel whose build was not seen. */
  public static Expectations ofFile() {
    return NONE.withMade(
        Stream.of(Check.Name.SOURCE, Check.Name.PATCH, Check.Name.HEADER)
            .map(name -> Check.notMade(name, "file.notMade"))
            .toList());
  }

  /** Copies the checks. */
  public Expectations {
    made = List.copyOf(made);
  }

  /** Returns these expectations with the built release. */
  public Expectations withRelease(String built) {
    return new Expectations(Optional.of(built), finTimeout, stock, stockLength, lengths, made);
  }

  /** Returns these expectations with a {@code tcp_fin_timeout} in seconds; empty if unknown. */
  public Expectations withFinTimeout(OptionalInt seconds) {
    return new Expectations(release, seconds, stock, stockLength, lengths, made);
  }

  /** Returns these expectations with a measurement of the stock kernel. */
  public Expectations withStock(Optional<Measurement> measured, TimewaitLength length) {
    return new Expectations(release, finTimeout, measured, length, lengths, made);
  }

  /** Returns these expectations with earlier checks. */
  public Expectations withMade(List<Check> before) {
    return new Expectations(release, finTimeout, stock, stockLength, lengths, before);
  }

  /** Returns these expectations with the lengths of a kernel with the sysctl. */
  public Expectations withLengths(Optional<LengthPlan> plan) {
    return new Expectations(release, finTimeout, stock, stockLength, plan, made);
  }
}
