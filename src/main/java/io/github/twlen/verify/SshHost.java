package io.github.twlen.verify;

import io.github.twlen.Progress;
import io.github.twlen.process.vagrant.GuestTrouble;
import io.github.twlen.process.vagrant.SshDoor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
  /** Lines that only a POSIX shell hands on as they are, twice quoted. */
  private static final List<String> QUOTED = List.of("@twlen-shell it's", "@twlen-shell \\n $$");

  private static final Duration SHORT = Duration.ofMinutes(2);

  @Override
  public GuestRun call() {
    try (ProbeWords words = new ProbeWords(log, progress)) {
      try {
        requirePosixShell(words);
        door.run(ProbeWords.argv(probe, limits, load), "/tmp", Map.of(), limits.total(load), words);
      } catch (GuestTrouble e) {
        throw words.begun() ? dropped(words, e) : refused(words.othersLast(), e);
      }
      if (!words.begun()) {
        throw new GuestFailure(
            "the probe did not start: " + words.othersLast(), "see " + log, null);
      }
      return words.run(command);
    }
  }

  /**
   * A login shell of another kind takes the probe's lines for commands of its own, whatever they
   * would do there: csh ends a quotation at the end of a line.
   */
  private void requirePosixShell(ProbeWords words) throws GuestTrouble {
    List<String> heard = new ArrayList<>();
    door.run(
        List.of("printf", "%s\\n", String.join("\n", QUOTED)),
        "/tmp",
        Map.of(),
        SHORT,
        line -> {
          heard.add(line);
          if (!QUOTED.contains(line)) {
            words.accept(line);
          }
        });
    if (!heard.containsAll(QUOTED)) {
      throw new GuestFailure(
          "the login shell there does not understand what a POSIX shell does"
              + after(words.othersLast()),
          "it must be one such as sh, dash, bash or zsh, which runs commands without a terminal",
          null);
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

  /** ssh has no exit codes for this, only words. */
  private static GuestFailure refused(String complaint, GuestTrouble e) {
    String remedy;
    if (complaint.contains("Permission denied")) {
      remedy =
          "ssh must log in without a question: with a key in the agent, in ~/.ssh/config or by -o IdentityFile=FILE";
    } else if (complaint.contains("Host key verification failed")) {
      remedy = "log in once by hand to accept the machine's key, which ssh does not know or not so";
    } else if (complaint.contains("Could not resolve")) {
      remedy = "see the machine's name, or its alias in ~/.ssh/config";
    } else {
      remedy = "see that sshd runs there and that `ssh` with the same options comes in";
    }
    return new GuestFailure("cannot log in by ssh" + after(complaint), remedy, e);
  }

  private static String after(String complaint) {
    return complaint.isEmpty() ? "" : ": " + complaint;
  }
}
