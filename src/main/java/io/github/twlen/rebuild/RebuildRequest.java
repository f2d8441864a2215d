// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.host.RunPlan;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.LengthPlan;
import java.util.Optional;

/**
 * The settings of a run, validated before it starts.
 *
 * @param run the kernel, its build and its guest
 * @param wanted the wanted TIME_WAIT length; with the sysctl, its default at boot
 * @param lengths the lengths to set and measure in the guest; empty for a fixed length
 * @param finTimeout whether the default of {@code tcp_fin_timeout} follows
 * @param template the patch
 * @param keep whether to keep the rpmbuild directory
 * @param install whether to install missing tools
 * @param programCall the call of the program
 */
public record RebuildRequest(
    RunPlan run,
    TimewaitLength wanted,
    Optional<LengthPlan> lengths,
    FinTimeout finTimeout,
    PatchTemplate template,
    boolean keep,
    boolean install,
    ProgramCall programCall) {
  /** Returns the output directory. */
  public OutputFolder output() {
    return new OutputFolder(run.output());
  }

  /** Returns whether the stock kernel is built and measured as well. */
  boolean baseline() {
    return run.plan() instanceof BuildPlan.ByMake make && make.baseline();
  }
}
