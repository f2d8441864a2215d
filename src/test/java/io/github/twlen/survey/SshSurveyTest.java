// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.Messages;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.survey.proc.HostReader;
import io.github.twlen.survey.proc.ProcFiles;
import io.github.twlen.survey.proc.SshCollector;
import io.github.twlen.survey.proc.SurveyWarnings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script in place of ssh, which runs its argument on this host. */
class SshSurveyTest {
  private static final String HERE = "for last; do :; done\nexec sh -c \"$last\"\n";
  private static final String ASKED =
      "for last; do :; done\ncase $last in *@twlen-shell*) exec sh -c \"$last\" ;; esac\n";

  private static final Messages ENGLISH = Messages.of(Survey.class, Locale.ROOT);

  @TempDir Path temp;

  private void copy(String script) throws IOException {
    Path ssh = temp.resolve("ssh");
    Files.writeString(ssh, "#!/bin/sh\n" + script);
    assertThat(ssh.toFile().setExecutable(true)).isTrue();
    SshCollector.copy(
        new SshConnection(List.of(ssh.toString(), "me@there"), new CommandRunner()),
        temp.resolve("copy"));
  }

  private SurveyFailure failure(String script) throws IOException {
    SurveyFailure failure = catchThrowableOfType(SurveyFailure.class, () -> copy(script));
    assertThat(failure).isNotNull();
    return failure;
  }

  @Test
  void copiesFilesWithTheNamesOfProc() throws IOException {
    Path copy = temp.resolve("copy");
    copy(HERE);
    assertThat(copy.resolve("net/tcp")).content().startsWith("  sl  local_address");
    assertThat(copy.resolve("sys/net/ipv4/ip_local_port_range"))
        .hasSameTextualContentAs(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
    assertThat(copy.resolve("close-wait")).exists();
    ProcFiles files = new ProcFiles(copy, new SurveyWarnings(ENGLISH));
    new HostReader(files, Optional.empty(), ENGLISH).call();
    assertThat(files.warnings().all()).noneMatch(warning -> warning.contains("net/"));
  }

  /** A process may choose its name; a newline would end the line of the script. */
  @Test
  void copiesTheOwnersOfSockets() throws IOException {
    List<Socket> kept = new ArrayList<>();
    Path comm = Path.of("/proc/self/comm");
    String before = Files.readString(comm).strip();
    Files.writeString(comm, "nl\nx");
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 5; i++) {
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
          kept.add(server.accept());
        }
      }
      for (Socket one : kept) {
        assertThat(one.getInputStream().read()).isEqualTo(-1);
      }
      copy(HERE);
    } finally {
      Files.writeString(comm, before);
      for (Socket one : kept) {
        one.close();
      }
    }
    ProcFiles files = new ProcFiles(temp.resolve("copy"), new SurveyWarnings(ENGLISH));
    SocketTable table = new HostReader(files, Optional.empty(), ENGLISH).call().data().table();
    // Earlier tests of this process may have left connections of Java's HTTP client.
    assertThat(table.closeWait())
        .filteredOn(owner -> owner.pid() == ProcessHandle.current().pid())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.command()).isEqualTo("nl?x");
              assertThat(owner.sockets()).isGreaterThanOrEqualTo(5);
            });
  }

  @Test
  void reportsTheErrorOfSsh() throws IOException {
    SurveyFailure failure =
        failure("echo 'me@there: Permission denied (publickey).' >&2; exit 255");
    assertThat(failure.what())
        .isEqualTo("cannot log in by ssh: me@there: Permission denied (publickey).");
    assertThat(failure.remedy()).contains("IdentityFile");
  }

  @Test
  void rejectsIncompleteCopies() throws IOException {
    String begin = ASKED + "echo '@twlen-survey file net/tcp'; echo '  sl'; ";
    assertThat(failure(begin).what())
        .isEqualTo("cannot copy /proc from me@there: truncated in net/tcp");
    assertThat(failure(begin + "printf 'cat: \\302\\233no\\n' >&2").what())
        .startsWith("cannot copy /proc from me@there: truncated in net/tcp: cat: ")
        .doesNotContain("\u009b");
    assertThat(failure(ASKED + "exit 0").what())
        .isEqualTo("cannot copy /proc from me@there: no data");
    SurveyFailure lost = failure(begin + "echo 'Connection reset' >&2; exit 255");
    assertThat(lost.what()).isEqualTo("the connection to me@there was lost: Connection reset");
    assertThat(failure(begin + "exit 255").what()).isEqualTo("the connection to me@there was lost");
    assertThat(lost.remedy()).doesNotContain("\n", "mkdir", "awk");
  }

  @Test
  void ignoresFilesThatWereNotAskedFor() throws IOException {
    Path copy = temp.resolve("copy");
    copy(
        ASKED
            + "echo '@twlen-survey file ../evil'; echo x; echo '@twlen-survey file net/tcp';"
            + " echo '  sl'; echo '@twlen-survey end'");
    assertThat(temp.resolve("evil")).doesNotExist();
    assertThat(copy.resolve("net/tcp")).hasContent("  sl");
  }
}
