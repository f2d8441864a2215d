// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.Progress;
import io.github.twlen.process.ssh.GuestTrouble;
import io.github.twlen.process.ssh.SshDoor;
import io.github.twlen.process.ssh.SshLogin;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A machine that runs already and is reached by ssh. The probe travels as an argument of its shell:
 * nothing is written there, and root is not needed.
 *
 * @param door into it
 * @param command how it is reached, to repeat the run
 * @param probe what measures
 * @param limits how long it is waited for
 * @param load how many connections a second to open afterwards; empty for none
 * @param log gets what the probe prints
 * @param progress what is going on
 */
public record SshHost(
    SshDoor door,
    List<String> command,
    ProbeFiles probe,
    GuestLimits limits,
    OptionalInt load,
    Path log,
    Progress progress)
    implements Guest {
  @Override
  public GuestRun call() {
    try (ProbeWords words = new ProbeWords(log, progress)) {
      login(words);
      try {
        door.run(ProbeWords.argv(probe, limits, load), "/tmp", Map.of(), limits.total(load), words);
      } catch (GuestTrouble e) {
        throw dropped(words, e);
      }
      if (!words.begun()) {
        throw new GuestFailure(
            "the probe did not start: " + words.othersLast(), "see " + log, null);
      }
      return words.run(command);
    }
  }

  private void login(ProbeWords words) {
    try {
      SshLogin.prove(door, words);
    } catch (GuestTrouble e) {
      throw new GuestFailure(e.what(), e.remedy(), e);
    }
  }

  private static GuestFailure dropped(ProbeWords words, GuestTrouble e) {
    return new GuestFailure(
        String.format(
            Locale.ROOT,
            "the connection was lost %d s into the measurement%s",
            words.took().toSeconds(),
            after(words.othersLast())),
        "what was measured is lost with it; run it again",
        e);
  }

  private static String after(String complaint) {
    return complaint.isEmpty() ? "" : ": " + complaint;
  }
}
