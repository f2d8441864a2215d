// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.Verdict;
import io.github.twlen.verify.guest.GuestFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the probe in network namespaces with different settings, concurrently, on the kernel of this
 * host. Needs root.
 */
class ProbeIT {
  private static final String NAME = "twlen-it-" + ProcessHandle.current().pid() + "-";
  private static final CommandRunner RUNNER = new CommandRunner();

  /** TIME_WAIT sockets of other programs. */
  private static final String FOREIGN =
      """
      import socket
      server = socket.socket()
      server.bind(("127.0.0.1", 8080))
      server.listen(5)
      for i in range(11000):
          client = socket.socket()
          client.connect(("127.0.0.1", 8080))
          peer = server.accept()[0]
          client.shutdown(socket.SHUT_WR)
          peer.recv(1)
          peer.close()
          client.recv(1)
          client.close()
      """;

  private static final List<String> namespaces = new ArrayList<>();
  private static CompletableFuture<List<String>> longFinTimeout;
  private static CompletableFuture<List<String>> load;

  @BeforeAll
  static void begin() {
    String fin = namespace("fin");
    set(fin, "tcp_fin_timeout", 80);
    longFinTimeout =
        CompletableFuture.supplyAsync(
            () -> probe(fin, "--limit", "150"), task -> new Thread(task).start());
    String loaded = namespace("load");
    load =
        CompletableFuture.supplyAsync(
            () -> probe(loaded, "--limit", "1", "--load", "40"), task -> new Thread(task).start());
  }

  @AfterAll
  static void end() {
    namespaces.forEach(each -> require(Command.of("ip", "netns", "del", each)));
    namespaces.clear(); // A second run in this JVM makes its own.
  }

  private static String namespace(String name) {
    require(Command.of("ip", "netns", "add", NAME + name));
    namespaces.add(NAME + name);
    in(NAME + name, "ip", "link", "set", "lo", "up");
    return NAME + name;
  }

  private static void in(String namespace, String... words) {
    require(Command.of("ip", "netns", "exec", namespace).with(words));
  }

  private static void set(String namespace, String setting, int value) {
    in(namespace, "sh", "-c", "echo $1 > /proc/sys/net/ipv4/$0", setting, "" + value);
  }

  private static CommandResult require(Command command) {
    CommandResult result = RUNNER.run(command.within(Duration.ofMinutes(5)));
    assertThat(result.exit()).as(command.program() + ": " + result.lastLine()).isZero();
    return result;
  }

  /** Collects more lines than the runner keeps. */
  private static List<String> probe(String namespace, String... options) {
    List<String> lines = new ArrayList<>();
    Command probe =
        Command.of("ip", "netns", "exec", namespace, "sh", "-c", ProbeFiles.packed().script())
            .with("probe")
            .with(options)
            .within(Duration.ofMinutes(10));
    RUNNER.run(probe, lines::add);
    return lines;
  }

  private static Check check(Verdict verdict, Check.Name name) {
    return verdict.checks().stream().filter(c -> c.name() == name).findFirst().orElseThrow();
  }

  /** A /proc with everything but net looks as that of a kernel without TCP. */
  @Test
  void failsOnAKernelWithoutTcp(@TempDir Path proc) {
    String hide =
        "mount -t proc proc $0 && mount -t tmpfs none /proc && ln -s $0/* /proc/ && rm /proc/net"
            + " && exec sh -c \"$1\" probe";
    Command probe =
        Command.of("unshare", "--mount", "sh", "-c", hide, proc.toString())
            .with(ProbeFiles.packed().script());
    List<String> lines = new ArrayList<>();
    RUNNER.run(probe.within(Duration.ofMinutes(2)), lines::add);
    assertThatThrownBy(() -> ProbeTranscript.parse(lines))
        .isInstanceOf(GuestFailure.class)
        .hasMessageContaining("the probe failed: the kernel has no TCP over IPv4");
  }

  /** With a tcp_fin_timeout of 80 s the kernel keeps a socket in FIN_WAIT2 for twice 20 s. */
  @Test
  void keepsFinWait2SocketsTwiceTheDifference() throws Exception {
    Measurement measured = ProbeTranscript.parse(longFinTimeout.get());
    Verdict verdict = Verdict.of(TimewaitLength.STOCK, measured, Expectations.NONE);
    assertThat(measured.settings().finTimeout()).hasValue(80);
    assertThat(verdict.passed()).as(verdict.checks().toString()).isTrue();
    Check closed = check(verdict, Check.Name.FIN_WAIT2);
    assertThat(closed.status()).as(closed.detail().toString()).isEqualTo(Check.Status.PASS);
    assertThat(closed.detail().toString())
        .contains("full socket for 20 s, then timewait minisocket for 20 s");
  }

  @Test
  void measuresRateTimesLengthUnderLoad() throws Exception {
    Measurement measured = ProbeTranscript.parse(load.get());
    Verdict verdict = Verdict.of(TimewaitLength.STOCK, measured, Expectations.NONE);
    Check population = check(verdict, Check.Name.LOAD);
    assertThat(population.status()).as(population.detail().toString()).isEqualTo(Check.Status.PASS);
    assertThat(measured.load().orElseThrow().asked()).isEqualTo(40);
  }

  /** From row 10,000 on, the kernel prints no space before the number. */
  @Test
  void findsItsRowsAmongThousands() {
    String crowd = namespace("crowd");
    in(crowd, "python3", "-c", FOREIGN);
    Measurement measured = ProbeTranscript.parse(probe(crowd, "--limit", "1"));
    assertThat(measured.sockets()).hasSize(measured.births());
    assertThat(measured.births()).isEqualTo(32);
    assertThat(measured.count(4)).isEqualTo(16);
    assertThat(measured.finWaits()).hasSize(4);
    Verdict verdict = Verdict.of(TimewaitLength.STOCK, measured, Expectations.NONE);
    assertThat(check(verdict, Check.Name.TIMER).status()).isNotEqualTo(Check.Status.FAIL);
  }

  @Test
  void reportsWhyNoSocketEntersTimeWait() {
    String none = namespace("none");
    set(none, "tcp_max_tw_buckets", 0);
    List<String> lines = probe(none, "--limit", "1");
    assertThatThrownBy(() -> ProbeTranscript.parse(lines))
        .isInstanceOfSatisfying(
            GuestFailure.class,
            failure -> {
              assertThat(failure.what()).contains("none of 32 connections entered TIME_WAIT");
              assertThat(failure.remedy()).contains("tcp_max_tw_buckets", "0");
            });
  }

  @Test
  void refusesALoadAboveTheLimit() {
    String narrow = namespace("narrow");
    set(narrow, "tcp_max_tw_buckets", 100);
    Measurement measured = ProbeTranscript.parse(probe(narrow, "--limit", "1", "--load", "40"));
    assertThat(measured.load()).isEmpty();
    assertThat(measured.noLoad().orElseThrow()).endsWith("exceed tcp_max_tw_buckets (100)");
  }
}
