// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static io.github.twlen.fixture.SharedKernels.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.twlen.fixture.ExclusiveLock;
import io.github.twlen.fixture.PlainServer;
import io.github.twlen.fixture.SharedKernels;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.fixture.VagrantHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code twlen deploy} to a real Debian over plain ssh. All tests share one guest, since each of
 * its boots takes a minute.
 */
@Tag("e2e")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 40, unit = TimeUnit.MINUTES)
class DeployIT {
  private static final Path FOLDER = SharedKernels.FOLDER;

  private static final String FILES =
      "find /boot /etc /lib/modules /usr/lib/modules /var/tmp ! -type d | sort";

  @TempDir private static Path temp;
  private static VagrantHost host;
  private static PlainServer server;
  private static Path kernel;
  private static Path panics;
  private static String release;
  private static String stock;
  private static String files;

  @BeforeAll
  static void start() throws Exception {
    try (ExclusiveLock only = SharedKernels.compilation()) {
      kernel = SharedKernels.built("twlen-deploy", "debian-6.1");
      panics = SharedKernels.panicking();
    }
    release = report("twlen-deploy").at("/build/release").asText();
    host = VagrantHost.start(temp.resolve("host"));
    server = PlainServer.start(host, temp.resolve("server"));
    stock = server.root("uname -r");
    files = server.root(FILES);
  }

  @AfterAll
  static void end() throws Exception {
    try (VagrantHost last = host) {
      if (server != null) {
        server.close();
      }
    }
  }

  private static String[] words(String... words) {
    List<String> all = new ArrayList<>(List.of("deploy"));
    all.addAll(server.options());
    all.addAll(List.of("-o", "deployed"));
    all.addAll(List.of(words));
    return all.toArray(String[]::new);
  }

  private static String[] deploy(Path image, String... more) {
    List<String> all = new ArrayList<>(List.of(image.toString(), "--seconds", "15", "--reboot"));
    all.addAll(List.of("--keep", "--boot-timeout", "1200"));
    all.addAll(List.of(more));
    return words(all.toArray(String[]::new));
  }

  /** Starts a run and kills it once a line of its output or of the script's log is there. */
  private static void killedAt(String line, String... words) throws Exception {
    Path err = Files.createTempFile(temp, "run", ".err");
    Path log = FOLDER.resolve("deployed/install.log");
    Files.deleteIfExists(log);
    host.twlen()
        .killedOnce(
            err,
            Duration.ofMinutes(20),
            () ->
                (Files.readString(err) + (Files.exists(log) ? Files.readString(log) : ""))
                    .contains(line),
            words);
    assertThat(report("deployed").at("/outcome").asText()).isEqualTo("unfinished");
  }

  /** Each run goes on where the one before was killed. */
  @Test
  @Order(1)
  void deploysAfterAKillInEachPhaseAndRemovesTheKernel() throws Exception {
    killedAt("inspect ", deploy(kernel));
    killedAt("measure " + stock, deploy(kernel));
    killedAt("install " + release, deploy(kernel, "--no-stock"));
    killedAt("kernel-install.sh install", deploy(kernel, "--no-stock"));
    killedAt("kernel-install.sh once", deploy(kernel, "--no-stock"));
    killedAt("kernel-install.sh booted", deploy(kernel, "--no-stock"));
    killedAt("measure " + release, deploy(kernel));
    killedAt("kernel-install.sh keep", deploy(kernel));
    TwlenProgram.Result result = host.twlen().run(deploy(kernel));
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out()).contains("VERIFIED", "wanted 15 s");
    assertThat(server.root("uname -r")).isEqualTo(release);
    JsonNode deployment = report("deployed").at("/deployment");
    assertThat(deployment.at("/byDefault").asText()).isEqualTo(release);
    assertThat(deployment.has("next")).isFalse();
    assertThat(deployment.at("/system").asText()).startsWith("Debian GNU/Linux");
    assertThat(server.root("ls /var/tmp")).doesNotContain("twlen");
    assertThat(server.root("ls -d /boot/vmlinuz-*")).hasLineCount(2);
    assertThatTheRunningKernelIsRemoved();
  }

  private static void assertThatTheRunningKernelIsRemoved() {
    TwlenProgram.Result waits = host.twlen().run(words("--back"));
    assertThat(waits.exit()).as(waits.all()).isZero();
    assertThat(waits.out()).contains("INSTALLED", "--back --reboot");
    assertThat(server.root("uname -r")).isEqualTo(release);
    TwlenProgram.Result result = host.twlen().run(words("--back", "--reboot"));
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out()).contains("REMOVED");
    assertThat(server.root("uname -r")).isEqualTo(stock);
    assertThat(server.root(FILES)).isEqualTo(files);
    TwlenProgram.Result again = host.twlen().run(words("--back"));
    assertThat(again.exit()).as(again.all()).isZero();
    assertThat(again.out()).contains("Nothing to remove");
  }

  @Test
  @Order(2)
  void goesBackFromAPanic() throws Exception {
    TwlenProgram.Result result = host.twlen().run(deploy(panics, "--no-stock"));
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err())
        .contains(
            server.name() + " came back with " + stock + ": " + release + " did not boot",
            "twlen deploy --back");
    assertThat(server.console()).contains("Kernel panic - not syncing: No working init found");
    assertThat(server.root("uname -r")).isEqualTo(stock);
    JsonNode deployment = report("deployed").at("/deployment");
    assertThat(deployment.at("/byDefault").asText()).isEqualTo(stock);
    assertThat(deployment.has("next")).isFalse();
    TwlenProgram.Result back = host.twlen().run(words("--back"));
    assertThat(back.exit()).as(back.all()).isZero();
    assertThat(server.root(FILES)).isEqualTo(files);
  }
}
