// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.deploy;

import static io.github.twlen.rebuild.deploy.FakeServer.NEW;
import static io.github.twlen.rebuild.deploy.FakeServer.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.verify.guest.GuestFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Removes a kernel from a simulated server. */
@Timeout(120)
class RemovalTest {
  @TempDir Path temp;
  private FakeServer server;

  @BeforeEach
  void create() throws IOException {
    server = new FakeServer(temp);
    server.write("installed-" + NEW, "");
  }

  private void assertRemoved() {
    assertThat(server.has("installed-" + NEW)).isFalse();
    assertThat(server.read("running")).isEqualTo(OLD);
    assertThat(server.read("default")).isEqualTo(OLD);
    assertThat(server.read("next")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void removesAKernelThatDoesNotRun(boolean named) throws IOException {
    Report report = server.back(named);
    assertThat(report.outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(server.verbs()).doesNotContain("restart " + OLD).contains("remove " + NEW);
    assertThat(Objects.requireNonNull(report.deployment()).release()).isEqualTo(NEW);
    assertRemoved();
  }

  @Test
  void cancelsTheSingleBootFirst() throws IOException {
    server.write("next", NEW);
    server.back(false);
    assertThat(server.verbs()).containsSubsequence("back " + NEW, "remove " + NEW);
    assertRemoved();
  }

  @Test
  void doesNotRestartUnasked() throws IOException {
    server.write("running", NEW).write("default", NEW);
    Report report = server.back(false);
    assertThat(report.outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(server.read("running")).isEqualTo(NEW);
    assertThat(server.read("default")).isEqualTo(OLD);
    assertThat(server.has("installed-" + NEW)).isTrue();
    assertThat(Objects.requireNonNull(report.deployment()).then())
        .containsExactly("twlen deploy --back --ssh web1 --reboot");
  }

  @Test
  void leavesARunningKernelByARestart() throws IOException {
    server.write("running", NEW).write("default", NEW);
    assertThat(server.rebooting().back(false).outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(server.verbs())
        .containsSubsequence("back " + NEW, "restart " + OLD, "remove " + NEW);
    assertRemoved();
  }

  @Test
  void reportsAServerThatDoesNotComeBack() throws IOException {
    server.write("running", NEW).write("boots", "hang").rebooting();
    GuestFailure failure = catchThrowableOfType(GuestFailure.class, () -> server.back(false));
    assertThat(failure.what()).startsWith("web1 went down, but did not answer");
    assertThat(server.has("installed-" + NEW)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void mayBeRepeated(boolean named) throws IOException {
    server.back(named);
    server.verbs();
    Report report = server.back(named);
    assertThat(report.outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(server.verbs()).noneMatch(verb -> verb.startsWith("remove"));
    assertThat(Objects.requireNonNull(report.deployment()).release()).isNull();
  }

  @Test
  void namesAnotherKernelThanTheMissingOne() throws IOException {
    server.clear("installed-" + NEW);
    server.write("installed-6.1.192-tw15", "").write("next", "6.1.192-tw15");
    MissingDependencyFailure failure =
        catchThrowableOfType(MissingDependencyFailure.class, () -> server.back(true));
    assertThat(failure.what()).contains(NEW, "web1", "6.1.192-tw15");
    assertThat(failure.remedy())
        .contains("`twlen deploy --back --ssh web1 --ssh-option Port=2222`");
    assertThat(server.verbs()).noneMatch(verb -> verb.startsWith("remove"));
    assertThat(server.read("next")).isEqualTo("6.1.192-tw15");
  }

  @Test
  void leavesARunningKernelWithoutFiles() throws IOException {
    server.clear("installed-" + NEW);
    server.write("running", NEW).write("installed-6.1.192-tw15", "");
    assertThat(server.rebooting().back(true).outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(server.read("running")).isEqualTo(OLD);
  }

  @Test
  void doesNotChooseAmongKernels() throws IOException {
    server.write("installed-6.1.192-tw30", "");
    MissingDependencyFailure failure =
        catchThrowableOfType(MissingDependencyFailure.class, () -> server.back(false));
    assertThat(failure.what())
        .isEqualTo("cannot choose a kernel of web1: it has " + NEW + ", 6.1.192-tw30");
    assertThat(server.back(true).outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(server.has("installed-6.1.192-tw30")).isTrue();
  }
}
