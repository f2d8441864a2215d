// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.verify.probe.Measurement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a verdict may lean on beside the measurement itself. What is absent makes the check that
 * needs it {@link Check.Status#NOT_MADE}.
 *
 * @param release the {@code uname -r} of the kernel that was built
 * @param finTimeout what {@code net.ipv4.tcp_fin_timeout} should be, in seconds
 * @param stock the stock kernel, measured in the same way
 * @param made checks that others made before: the source, the patch, the header as compiled
 */
public record Expectations(
    Optional<String> release,
    OptionalInt finTimeout,
    Optional<Measurement> stock,
    List<Check> made) {
  /** Nothing is known but the measurement. */
  public static final Expectations NONE =
      new Expectations(Optional.empty(), OptionalInt.empty(), Optional.empty(), List.of());

  /** Copies what it is given. */
  public Expectations {
    made = List.copyOf(made);
  }

  /** The same with the release that was built. */
  public Expectations withRelease(String built) {
    return new Expectations(Optional.of(built), finTimeout, stock, made);
  }

  /** The same with the wanted {@code tcp_fin_timeout} in seconds. */
  public Expectations withFinTimeout(int seconds) {
    return new Expectations(release, OptionalInt.of(seconds), stock, made);
  }

  /** The same with a measurement of the stock kernel. */
  public Expectations withStock(Measurement measured) {
    return new Expectations(release, finTimeout, Optional.of(measured), made);
  }

  /** The same with the checks that were made before. */
  public Expectations withMade(List<Check> before) {
    return new Expectations(release, finTimeout, stock, before);
  }
}
