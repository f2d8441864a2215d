// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.host.RunPlan;
import io.github.twlen.patch.LengthPatch;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.LengthPlan;
import java.util.Optional;

/**
 * The settings of a run, validated before it starts.
 *
 * @param run the kernel, its build and its guest
 * @param patch the wanted change
 * @param keep whether to keep the rpmbuild directory
 * @param install whether to install missing tools
 * @param programCall the call of the program
 */
public record RebuildRequest(
    RunPlan run, LengthPatch patch, boolean keep, boolean install, ProgramCall programCall) {
  /** Returns the wanted TIME_WAIT length, right after boot. */
  TimewaitLength wanted() {
    return patch.wanted();
  }

  /** Returns the lengths to set and measure in the guest; empty for a fixed length. */
  Optional<LengthPlan> lengths() {
    return patch.isSetting() ? Optional.of(LengthPlan.ofGuest()) : Optional.empty();
  }

  /** Returns the output directory. */
  public OutputFolder output() {
    return new OutputFolder(run.output());
  }

  /** Returns whether the stock kernel is built and measured as well. */
  boolean baseline() {
    return run.plan() instanceof BuildPlan.ByMake make && make.baseline();
  }
}
