// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.deploy;

import static io.github.twlen.rebuild.deploy.FakeServer.NEW;
import static io.github.twlen.rebuild.deploy.FakeServer.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.TwlenFailure;
import io.github.twlen.report.Report.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ends a run at each of its calls, after the server did what it was told. */
@Timeout(300)
class InterruptedDeploymentTest {
  /** The calls before only log in and look. */
  private static final int FIRST = 5;

  /** More calls than a run makes. */
  private static final int MOST = 60;

  @TempDir Path temp;

  private interface Run {
    void on(FakeServer server) throws IOException;
  }

  /** Checks the server after a run whose nth call was cut and another run, for each n. */
  private void cutAndRepeated(Run prepare, Run run, Run check) throws IOException {
    int nth = FIRST;
    while (cutAndRepeated(nth, prepare, run, check)) {
      assertThat(++nth).isLessThan(MOST);
    }
    assertThat(nth).isGreaterThan(10);
  }

  /** Returns whether there was such a call. */
  private boolean cutAndRepeated(int nth, Run prepare, Run run, Run check) throws IOException {
    FakeServer server = new FakeServer(Files.createDirectory(temp.resolve("cut-" + nth)));
    server.withoutStock().rebooting();
    prepare.on(server);
    server.write("cut", String.valueOf(nth));
    try {
      run.on(server);
    } catch (TwlenFailure e) {
      assertThat(e.what()).as("call %d", nth).contains("web1");
    }
    if (server.has("cut")) {
      return false;
    }
    run.on(server);
    check.on(server);
    return true;
  }

  @Test
  void repeatsADeployment() throws IOException {
    cutAndRepeated(
        server -> server.keeping(),
        server -> server.deploy(),
        server -> {
          assertThat(server.read("running")).isEqualTo(NEW);
          assertThat(server.read("default")).isEqualTo(NEW);
          assertThat(server.read("next")).isEmpty();
          assertThat(server.has("copies-1000")).isFalse();
        });
  }

  @Test
  void repeatsARemoval() throws IOException {
    cutAndRepeated(
        server -> server.write("running", NEW).write("default", NEW).write("installed-" + NEW, ""),
        server -> server.back(false),
        server -> {
          assertThat(server.has("installed-" + NEW)).isFalse();
          assertThat(server.read("running")).isEqualTo(OLD);
          assertThat(server.read("default")).isEqualTo(OLD);
        });
  }

  /** A run that was killed after the restart request finds a server that is down. */
  @Test
  void waitsForAServerThatRestarts() throws IOException {
    FakeServer server = new FakeServer(temp);
    server.write("running", NEW).write("installed-" + NEW, "").write("down", "3");
    assertThat(server.rebooting().keeping().deploy().outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(server.said()).contains("  web1 does not answer; waiting for a restart");
    assertThat(server.verbs()).noneMatch(verb -> verb.startsWith("install"));
    assertThat(server.read("default")).isEqualTo(NEW);
  }

  @Test
  void doesNotWaitForAWrongKey() throws IOException {
    FakeServer server = new FakeServer(temp);
    server.program("ssh", "#!/bin/sh\necho 'web1: Permission denied (publickey).' >&2\nexit 255\n");
    assertThat(catchThrowableOfType(TwlenFailure.class, () -> server.rebooting().deploy()).what())
        .isEqualTo(
            "cannot deploy to web1: cannot log in by ssh: web1: Permission denied (publickey).");
    assertThat(server.said()).noneMatch(line -> line.contains("waiting"));
  }
}
