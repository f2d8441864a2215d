// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Messages;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyRunner;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketOwnerFinderTest {
  private static final Messages ENGLISH = Messages.of(Survey.class, Locale.ROOT);

  @TempDir Path temp;

  @Test
  void findsTheProcessOfOpenSockets() throws Exception {
    List<Socket> kept = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 12; i++) {
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
          kept.add(server.accept());
        }
      }
      // The stream ends when the FIN has arrived.
      for (Socket one : kept) {
        assertThat(one.getInputStream().read()).isEqualTo(-1);
      }
      Survey survey =
          new SurveyRunner(
                  new SurveyRunner.ThisHost(),
                  Optional.empty(),
                  new TimewaitLength(15),
                  TestRun.in(temp),
                  Locale.ROOT)
              .call();
      assertThat(survey.table().closeWait())
          .filteredOn(owner -> owner.pid() == ProcessHandle.current().pid())
          // Earlier tests of this process may have left connections of Java's HTTP client.
          .singleElement()
          .satisfies(owner -> assertThat(owner.sockets()).isBetween(12, 50));
      assertThat(survey.source()).isEqualTo("this host");
    } finally {
      for (Socket one : kept) {
        one.close();
      }
    }
  }

  /** Then only the directories of its threads show descriptors. */
  @Test
  void findsAProcessWithoutMainThread() throws Exception {
    Path process = temp.resolve("proc/17");
    Files.createDirectories(process.resolve("fd"));
    Files.createDirectories(process.resolve("task/17/fd"));
    Path thread = Files.createDirectories(process.resolve("task/18/fd"));
    Files.createSymbolicLink(thread.resolve("3"), Path.of("socket:[900]"));
    Files.writeString(process.resolve("comm"), "leaky\n");
    SampleHost host = new SampleHost();
    host.socket("10.0.0.1", 80, "10.0.0.7", 40000, SampleHost.CLOSE_WAIT, 900);
    host.socket("10.0.0.1", 80, "10.0.0.8", 40000, SampleHost.CLOSE_WAIT, 901);
    ProcFiles files = new ProcFiles(host.write(temp.resolve("copy")), new SurveyWarnings(ENGLISH));
    HostReader.Read read = new HostReader(files, Optional.of(temp.resolve("proc")), ENGLISH).call();
    assertThat(read.data().table().closeWait()).containsExactly(new SocketOwner(17, "leaky", 1));
    assertThat(files.warnings().all())
        .singleElement()
        .asString()
        .contains("1 CLOSE_WAIT socket: no visible process");
  }

  @Test
  void replacesControlCharactersInNames() {
    SampleHost host = new SampleHost();
    host.socket("10.0.0.1", 80, "10.0.0.7", 40000, SampleHost.CLOSE_WAIT, 900);
    // The bytes C2 9B are U+009B, a one-character ESC [.
    host.file("close-wait", "900 17 \u001b[2Jb\u00c2\u009bd\n12\n900 18 second\n");
    ProcFiles files = new ProcFiles(host.write(temp), new SurveyWarnings(ENGLISH));
    SocketOwnerFinder finder = new SocketOwnerFinder(new HashSet<>(Set.of(900L)));
    finder.read(files);
    assertThat(finder.owners()).containsExactly(new SocketOwner(17, "?[2Jb?d", 1));
    assertThat(files.warnings().all()).singleElement().asString().startsWith("close-wait: 1 line ");
  }
}
