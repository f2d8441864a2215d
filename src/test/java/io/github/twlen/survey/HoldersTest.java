package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.workspace.Workspace;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the sockets that this very test holds in CLOSE_WAIT, on loopback. */
class HoldersTest {
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
          new Surveying(
                  new Surveying.ThisHost(),
                  Optional.empty(),
                  new TimewaitLength(15),
                  new Workspace(temp))
              .call();
      assertThat(survey.table().closeWait())
          .filteredOn(holder -> holder.pid() == ProcessHandle.current().pid())
          .extracting(Holder::sockets)
          .containsExactly(12);
      assertThat(survey.source()).isEqualTo("this host");
    } finally {
      for (Socket one : kept) {
        one.close();
      }
    }
  }

  @Test
  void aNameThatSteersATerminalDoesNotComeThrough() {
    SampleHost host = new SampleHost();
    host.socket("10.0.0.1", 80, "10.0.0.7", 40000, SampleHost.CLOSE_WAIT, 900);
    host.file("close-wait", "900 17 \u001b[2Jbad\n12\n900 18 second\n");
    ProcFiles files = new ProcFiles(host.write(temp), new Gaps());
    Inodes wanted = new Inodes();
    wanted.add(900);
    Holders holders = Holders.saved(files, wanted);
    assertThat(holders.all()).containsExactly(new Holder(17, "?[2Jbad", 1));
    assertThat(files.gaps().all()).containsExactly("close-wait: 1 lines do not name a process");
  }
}
