// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.Progress;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.verify.probe.SimulatedProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses a script instead of ssh. */
class SshHostTest {
  @TempDir Path temp;
  private final List<String> shown = new ArrayList<>();

  private SshHost host(String script) {
    try {
      Path ssh = temp.resolve("ssh");
      // A real shell answers the check of the login shell, unless the script simulates one.
      String asked =
          script.contains("Unmatched")
              ? ""
              : """
                for last; do :; done
                case $last in *@twlen-shell*) exec sh -c "$last" ;; esac
                """;
      Files.writeString(
          ssh,
          "#!/bin/sh\necho \"$@\" > "
              + temp.resolve("call")
              + "\n"
              + (script.contains("exit 255") && !script.contains("@twlen1") ? "" : asked)
              + script);
      assertThat(ssh.toFile().setExecutable(true)).isTrue();
      List<String> command = List.of(ssh.toString(), "me@there");
      return new SshHost(
          new SshConnection(command, new CommandRunner()),
          command,
          ProbeFiles.packed(),
          GuestLimits.forLength(TimewaitLength.STOCK),
          OptionalInt.of(20),
          Optional.empty(),
          temp.resolve("console.log"),
          new Progress() {
            @Override
            public void say(String line) {}

            @Override
            public void status(String text) {
              shown.add(text);
            }
          });
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private GuestFailure failure(String script) {
    SshHost host = host(script);
    GuestFailure failure = catchThrowableOfType(GuestFailure.class, host::call);
    assertThat(failure).isNotNull();
    return failure;
  }

  @Test
  void measures() throws IOException {
    List<String> lines = new SimulatedProbe().lines();
    Files.write(temp.resolve("transcript"), lines);
    GuestRun run = host("cat " + temp.resolve("transcript")).call();
    assertThat(run.measurement().sockets()).hasSize(32);
    assertThat(run.transcript()).isEqualTo(lines);
    assertThat(run.acceleration()).isEqualTo(Acceleration.NONE);
    assertThat(run.command()).endsWith("me@there");
    assertThat(shown).contains("32 sockets in TIME_WAIT");
    assertThat(Files.readString(temp.resolve("call")))
        .contains("BatchMode=yes", "--limit 200 --load 20", "TCPTimeWaitOverflow");
  }

  @Test
  void reportsTheErrorMessageOfSsh() {
    assertThat(failure("echo 'me@there: Permission denied (publickey).' >&2; exit 255"))
        .satisfies(
            f -> {
              assertThat(f.what())
                  .isEqualTo("cannot log in by ssh: me@there: Permission denied (publickey).");
              assertThat(f.remedy()).contains("IdentityFile");
            });
    assertThat(failure("echo 'Host key verification failed.' >&2; exit 255").remedy())
        .contains("accept the host key");
    assertThat(failure("exit 255").what()).isEqualTo("cannot log in by ssh");
  }

  @Test
  void reportsALostConnection() {
    assertThat(failure("echo '@twlen1 begin'; echo 'Connection reset' >&2; sleep 1; exit 255"))
        .satisfies(
            f -> {
              assertThat(f.what())
                  .startsWith("the connection was lost ")
                  .endsWith(" s into the measurement: Connection reset");
              assertThat(f.remedy()).contains("rerun");
            });
  }

  @Test
  void rejectsALoginShellOfAnotherKind() {
    assertThat(failure("echo \"Unmatched '.\" >&2; exit 1"))
        .satisfies(
            f -> {
              assertThat(f.what())
                  .isEqualTo("the login shell there is not a POSIX shell: Unmatched '.");
              assertThat(f.remedy()).contains("bash");
            });
  }

  /** csh would run each line of the probe as a command. */
  @Test
  void doesNotSendTheProbeToSuchAShell() throws IOException {
    failure("echo \"Unmatched '.\" >&2; exit 1");
    assertThat(Files.readString(temp.resolve("call"))).doesNotContain("TCPTimeWaitOverflow");
  }

  @Test
  void rejectsATruncatedTranscript() {
    assertThat(failure("echo '@twlen1 begin'; echo '@twlen1 hz 250'; exit 0").what())
        .contains("is truncated after 'hz 250'");
  }
}
