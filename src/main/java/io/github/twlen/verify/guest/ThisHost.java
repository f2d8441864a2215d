// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.Progress;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.verify.probe.ProbeOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The running kernel of this host. Root is not needed.
 *
 * @param load connections a second to open afterwards; empty for none
 * @param lengths the lengths to set as well; empty for none
 * @param log gets the output of the probe
 */
public record ThisHost(
    CommandRunner runner,
    ProbeFiles probe,
    GuestLimits limits,
    OptionalInt load,
    Optional<LengthPlan> lengths,
    Path log,
    Progress progress)
    implements Guest {
  @Override
  public GuestRun call() {
    Command command =
        Command.of(ProbeOutput.argv(probe, limits, load, lengths).toArray(String[]::new))
            .within(limits.total(load));
    try (ProbeOutput output = new ProbeOutput(log, progress)) {
      runner.run(command, output);
      return output.run(List.of("sh", "-c", "timewait-probe.sh"));
    }
  }
}
