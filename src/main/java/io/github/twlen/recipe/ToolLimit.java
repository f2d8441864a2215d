// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.Optional;

/**
 * The newest versions of a tool that build a range of kernels, a row of {@code
 * recipes/remedies.yaml}.
 *
 * @param tool {@code gcc} in most rows
 * @param alone the last series that builds them without remedies; empty when any does
 * @param helped the last series known to build them with remedies; empty when any does
 * @param fails the first version known to fail, with remedies or without; empty when none is
 * @param why the problem from that version on; empty when {@code fails} is
 * @param instead the environment that has the right tools
 */
public record ToolLimit(
    Version.Range kernels,
    String tool,
    Optional<Version> alone,
    Optional<Version> helped,
    Optional<Version> fails,
    String why,
    String instead) {
  /** The result of a version for a build. */
  public enum Judgement {
    /** It builds such kernels. */
    GOOD,
    /** It is later than any version known to build them. */
    UNTRIED,
    /** It is known to fail. */
    FAILS
  }

  /** Judges a version of the tool, with or without the remedies. */
  public Judgement of(Version version, boolean remedies) {
    if (fails.map(version::atLeast).orElse(false)) {
      return Judgement.FAILS;
    }
    boolean later = newest(remedies).map(last -> isLater(version, last)).orElse(false);
    return later ? Judgement.UNTRIED : Judgement.GOOD;
  }

  /** Returns the last series known to work. */
  public Optional<Version> newest(boolean remedies) {
    return remedies ? helped : alone;
  }

  /** A limit is a series: 4.9.4 is of 4.9. */
  private static boolean isLater(Version version, Version series) {
    return !series.atLeast(version.cutTo(series.numbers().size()));
  }
}
