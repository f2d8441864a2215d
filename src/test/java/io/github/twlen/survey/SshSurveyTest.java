// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script in ssh's place, which runs what it is given here. */
class SshSurveyTest {
  private static final String HERE = "for last; do :; done\nexec sh -c \"$last\"\n";
  private static final String ASKED =
      "for last; do :; done\ncase $last in *@twlen-shell*) exec sh -c \"$last\" ;; esac\n";

  @TempDir Path temp;

  private SshCollector collector(String script) throws IOException {
    Path ssh = temp.resolve("ssh");
    Files.writeString(ssh, "#!/bin/sh\n" + script);
    assertThat(ssh.toFile().setExecutable(true)).isTrue();
    return new SshCollector(
        new SshConnection(List.of(ssh.toString(), "me@there"), new CommandRunner()));
  }

  private SurveyFailure failure(String script) throws IOException {
    SshCollector collector = collector(script);
    SurveyFailure failure =
        catchThrowableOfType(SurveyFailure.class, () -> collector.copy(temp.resolve("copy")));
    assertThat(failure).isNotNull();
    return failure;
  }

  @Test
  void aCopyComesOverWithTheNamesOfProc() throws IOException {
    Path copy = temp.resolve("copy");
    collector(HERE).copy(copy);
    assertThat(copy.resolve("net/tcp")).content().startsWith("  sl  local_address");
    assertThat(copy.resolve("sys/net/ipv4/ip_local_port_range"))
        .hasSameTextualContentAs(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
    assertThat(copy.resolve("close-wait")).exists();
    ProcFiles files = new ProcFiles(copy, new SurveyWarnings());
    new HostReader(files, Optional.empty()).call();
    assertThat(files.gaps().all()).noneMatch(gap -> gap.contains("net/"));
  }

  /**
   * Of this very process, which holds some: the script there finds whose they are. A process may
   * name itself as it likes; a line feed would end the script's line.
   */
  @Test
  void theProcessesThatDoNotCloseComeOver() throws IOException {
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
      collector(HERE).copy(temp.resolve("copy"));
    } finally {
      Files.writeString(comm, before);
      for (Socket one : kept) {
        one.close();
      }
    }
    ProcFiles files = new ProcFiles(temp.resolve("copy"), new SurveyWarnings());
    SocketTable table = new HostReader(files, Optional.empty()).call().data().table();
    // Java's HTTP client leaves a connection open whose answer made no sense to it; other tests of
    // this process ask for such answers.
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
  void whatSshComplainsOfIsTold() throws IOException {
    SurveyFailure failure =
        failure("echo 'me@there: Permission denied (publickey).' >&2; exit 255");
    assertThat(failure.what())
        .isEqualTo("cannot log in by ssh: me@there: Permission denied (publickey).");
    assertThat(failure.remedy()).contains("IdentityFile");
  }

  @Test
  void aCopyThatIsNotWholeIsNone() throws IOException {
    String begin = ASKED + "echo '@twlen-survey file net/tcp'; echo '  sl'; ";
    assertThat(failure(begin).what())
        .isEqualTo("the copy from me@there is not whole: it ends within net/tcp");
    assertThat(failure(begin + "printf 'cat: \\302\\233no\\n' >&2").what())
        .startsWith("the copy from me@there is not whole: it ends within net/tcp: cat: ")
        .doesNotContain("\u009b");
    assertThat(failure(ASKED + "exit 0").what())
        .isEqualTo("the copy from me@there is not whole: nothing came");
    SurveyFailure lost = failure(begin + "echo 'Connection reset' >&2; exit 255");
    assertThat(lost.what()).isEqualTo("the connection to me@there was lost: Connection reset");
    assertThat(failure(begin + "exit 255").what()).isEqualTo("the connection to me@there was lost");
    assertThat(lost.remedy()).doesNotContain("\n", "mkdir", "awk");
  }

  /** A host that answers with other names than those asked for writes nowhere. */
  @Test
  void noOtherFileIsWritten() throws IOException {
    Path copy = temp.resolve("copy");
    collector(
            ASKED
                + "echo '@twlen-survey file ../evil'; echo x; echo '@twlen-survey file net/tcp';"
                + " echo '  sl'; echo '@twlen-survey end'")
        .copy(copy);
    assertThat(temp.resolve("evil")).doesNotExist();
    assertThat(copy.resolve("net/tcp")).hasContent("  sl");
  }
}
