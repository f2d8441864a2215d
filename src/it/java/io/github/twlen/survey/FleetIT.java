// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.fixture.TwlenProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Surveys many hosts, with a script in place of ssh that runs everything on this host. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FleetIT {
  /** Ignores the options; the host is the last argument but one. */
  private static final String SSH =
      """
      #!/bin/sh
      while [ $# -gt 2 ]; do shift; done
      case $1 in
        *hangs*) exec sleep 600 ;;
        *refuses*) echo "$1: Permission denied (publickey)." >&2; exit 255 ;;
        *resets*) echo "@twlen-survey file net/tcp"; echo "  sl"; exit 255 ;;
        *banner*) echo "*** Authorised users only ***"; echo "Welcome to $1" >&2 ;;
      esac
      echo "$1" >>"$FAKE_LOG"
      exec sh -c "$2"
      """;

  @TempDir Path temp;

  @BeforeEach
  void fake() throws IOException {
    Path ssh = Files.createDirectory(temp.resolve("bin")).resolve("ssh");
    Files.writeString(ssh, SSH);
    assertThat(ssh.toFile().setExecutable(true)).isTrue();
  }

  private TwlenProgram.Result twlen(String... words) {
    List<String> all = new ArrayList<>(List.of("survey"));
    all.addAll(List.of(words));
    return new TwlenProgram(temp, temp.resolve("cache"))
        .with("PATH", temp.resolve("bin") + ":" + System.getenv("PATH"))
        .with("FAKE_LOG", temp.resolve("log").toString())
        .run(all.toArray(String[]::new));
  }

  private String hosts(String... lines) throws IOException {
    return Files.writeString(temp.resolve("hosts"), String.join("\n", lines) + "\n").toString();
  }

  @Test
  void surveysHundredsOfHosts() throws Exception {
    String hosts =
        hosts(
            IntStream.range(0, 200)
                .mapToObj(i -> "web" + i)
                .collect(Collectors.joining("\n", "# all\n", "\nweb7 # twice\n")));
    long begin = System.nanoTime();
    TwlenProgram.Result result = twlen("--json", "--hosts", hosts);
    System.out.println(
        "200 hosts: " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms");
    assertThat(result.exit()).as(result.all()).isZero();
    JsonNode all = new ObjectMapper().readTree(result.out());
    assertThat(all.findValuesAsText("source")).hasSize(200).doesNotHaveDuplicates();
    // A login check and a copy for each.
    assertThat(Files.readAllLines(temp.resolve("log"))).hasSize(400);
  }

  @Test
  void reportsHostsThatFailAndSurveysTheOthers() throws Exception {
    Path metrics = temp.resolve("twlen.prom");
    TwlenProgram.Result result =
        twlen(
            "--ssh",
            "web-hangs",
            "--ssh",
            "web-refuses",
            "--ssh",
            "ops@banner",
            "--hosts",
            hosts("web-resets", "2001:db8::1"),
            "--timeout",
            "20",
            "--parallel",
            "2",
            "--prometheus",
            metrics.toString());
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.out())
        .contains(
            " action, 3 could not be surveyed",
            "ops@banner",
            "2001:db8::1",
            "web-hangs: cannot survey web-hangs: no answer within 20 s",
            "web-refuses: cannot log in by ssh: web-refuses: Permission denied (publickey).");
    assertThat(result.err()).contains("cannot survey 3 of 5 hosts: web-hangs, web-refuses");
    assertThat(metrics)
        .content()
        .contains(
            "twlen_survey_success{host=\"web-hangs\"} 0",
            "twlen_survey_success{host=\"2001:db8::1\"} 1");
  }

  @Test
  void rejectsHostileNames() throws Exception {
    for (String name : List.of("-oProxyCommand=id", "a;id", "a b", "$(id)", "me@-x", "a\u001bc")) {
      TwlenProgram.Result result = twlen("--hosts", hosts("web1", name));
      assertThat(result.exit()).as(name).isEqualTo(2);
      assertThat(result.err()).contains("cannot use line 2 of").doesNotContain("\u001b");
    }
    assertThat(temp.resolve("log")).doesNotExist();
    assertThat(twlen("--hosts", hosts("# none")).exit()).isEqualTo(2);
    assertThat(twlen("--hosts", temp.resolve("absent").toString()).exit()).isEqualTo(2);
  }
}
