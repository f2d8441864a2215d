// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.Optional;

/**
 * Up to which version a tool builds a range of kernels. A row of {@code recipes/remedies.yaml}.
 *
 * @param kernels the kernels
 * @param tool {@code gcc} in most rows
 * @param alone the last series that builds them without remedies; empty when any does
 * @param helped the last series that is known to build them with remedies; empty when any does
 * @param fails the first that is known not to build them, remedies or not; empty when none is known
 * @param why what goes wrong from there on; empty where {@code fails} is
 * @param instead which environment has the right tools
 */
public record ToolLimit(
    VersionRange kernels,
    String tool,
    Optional<Version> alone,
    Optional<Version> helped,
    Optional<Version> fails,
    String why,
    String instead) {
  /** What a version means for a build. */
  public enum Judgement {
    /** It builds such kernels. */
    GOOD,
    /** It is later than any that is known to build them. */
    UNTRIED,
    /** It is known not to build them. */
    FAILS
  }

  /**
   * Judges a version of the tool.
   *
   * @param remedies whether the remedies are applied
   */
  public Judgement of(Version version, boolean remedies) {
    if (fails.map(version::atLeast).orElse(false)) {
      return Judgement.FAILS;
    }
    Optional<Version> newest = newest(remedies);
    return newest.map(last -> isLater(version, last)).orElse(false)
        ? Judgement.UNTRIED
        : Judgement.GOOD;
  }

  /** Returns the last series that is known to do. */
  public Optional<Version> newest(boolean remedies) {
    return remedies ? helped : alone;
  }

  /** A limit is a series: 4.9.4 is of 4.9. */
  private static boolean isLater(Version version, Version series) {
    return !series.atLeast(version.cutTo(series.numbers().size()));
  }
}
