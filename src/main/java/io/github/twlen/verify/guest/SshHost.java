// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.Progress;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.ssh.SshLogin;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.verify.probe.ProbeOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A running host, measured over ssh. The probe is an argument of its shell, so nothing is written
 * there, and root is not needed.
 *
 * @param command the ssh command, to repeat the run
 * @param load connections a second to open afterwards; empty for none
 * @param lengths the lengths to set as well; empty for none
 * @param log gets the output of the probe
 */
public record SshHost(
    SshConnection connection,
    List<String> command,
    ProbeFiles probe,
    GuestLimits limits,
    OptionalInt load,
    Optional<LengthPlan> lengths,
    Path log,
    Progress progress)
    implements Guest {
  @Override
  public GuestRun call() {
    try (ProbeOutput output = new ProbeOutput(log, progress)) {
      login(output);
      try {
        connection.run(
            ProbeOutput.argv(probe, limits, load, lengths),
            "/tmp",
            Map.of(),
            limits.total(load),
            output);
      } catch (GuestException e) {
        throw dropped(output, e);
      }
      return output.run(command);
    }
  }

  private void login(ProbeOutput output) {
    try {
      SshLogin.check(connection, output);
    } catch (GuestException e) {
      throw new GuestFailure(e.what(), e.remedy(), e);
    }
  }

  private static GuestFailure dropped(ProbeOutput output, GuestException e) {
    return new GuestFailure(
        String.format(
            Locale.ROOT,
            "the connection was lost %d s into the measurement%s",
            output.took().toSeconds(),
            after(output.othersLast())),
        "rerun the measurement",
        e);
  }

  private static String after(String message) {
    return message.isEmpty() ? "" : ": " + message;
  }
}
