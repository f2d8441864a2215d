// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyRunner;
import io.github.twlen.workspace.Workspace;
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

/** Of the sockets that this very test holds in CLOSE_WAIT, on loopback. */
class SocketOwnerFinderTest {
  @TempDir Path temp;

  @Test
  void aProcessThatDoesNotCloseIsFound() throws Exception {
    List<Socket> kept = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 12; i++) {
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
          kept.add(server.accept());
        }
      }
      // The end of the stream is there when the FIN is.
      for (Socket one : kept) {
        assertThat(one.getInputStream().read()).isEqualTo(-1);
      }
      Survey survey =
          new SurveyRunner(
                  new SurveyRunner.ThisHost(),
                  Optional.empty(),
                  new TimewaitLength(15),
                  new Workspace(temp))
              .call();
      assertThat(survey.table().closeWait())
          .filteredOn(owner -> owner.pid() == ProcessHandle.current().pid())
          // Others of this process may be from tests before: Java's client lets a connection go
          // when
          // its garbage is collected, where an answer made no sense to it.
          .singleElement()
          .satisfies(owner -> assertThat(owner.sockets()).isBetween(12, 50));
      assertThat(survey.source()).isEqualTo("this host");
    } finally {
      for (Socket one : kept) {
        one.close();
      }
    }
  }

  /** Its own folder shows no descriptors any more: they are those of the threads that live on. */
  @Test
  void aProcessWhoseMainThreadHasEndedIsFound() throws Exception {
    Path process = temp.resolve("proc/17");
    Files.createDirectories(process.resolve("fd"));
    Files.createDirectories(process.resolve("task/17/fd"));
    Path thread = Files.createDirectories(process.resolve("task/18/fd"));
    Files.createSymbolicLink(thread.resolve("3"), Path.of("socket:[900]"));
    Files.writeString(process.resolve("comm"), "leaky\n");
    SampleHost host = new SampleHost();
    host.socket("10.0.0.1", 80, "10.0.0.7", 40000, SampleHost.CLOSE_WAIT, 900);
    host.socket("10.0.0.1", 80, "10.0.0.8", 40000, SampleHost.CLOSE_WAIT, 901);
    ProcFiles files = new ProcFiles(host.write(temp.resolve("copy")), new SurveyWarnings());
    HostReader.Read read = new HostReader(files, Optional.of(temp.resolve("proc"))).call();
    assertThat(read.data().table().closeWait()).containsExactly(new SocketOwner(17, "leaky", 1));
    // None refused: root has nothing to do with it.
    assertThat(files.gaps().all())
        .containsExactly(
            "the processes of 1 socket in CLOSE_WAIT were not found: no process that can be seen"
                + " from here has them open");
  }

  @Test
  void aNameThatSteersATerminalDoesNotComeThrough() {
    SampleHost host = new SampleHost();
    host.socket("10.0.0.1", 80, "10.0.0.7", 40000, SampleHost.CLOSE_WAIT, 900);
    // The file is written byte by byte: C2 9B is U+009B, an ESC [ of one character.
    host.file("close-wait", "900 17 \u001b[2Jb\u00c2\u009bd\n12\n900 18 second\n");
    ProcFiles files = new ProcFiles(host.write(temp), new SurveyWarnings());
    InodeSet wanted = new InodeSet();
    wanted.add(900);
    SocketOwnerFinder finder = SocketOwnerFinder.saved(files, wanted);
    assertThat(finder.all()).containsExactly(new SocketOwner(17, "?[2Jb?d", 1));
    assertThat(files.gaps().all()).containsExactly("close-wait: 1 lines do not name a process");
  }
}
