// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.fixture.ExclusiveLock;
import io.github.twlen.fixture.Sshd;
import io.github.twlen.fixture.TwlenProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Surveys the network namespaces of two containers, one of which has no port left. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NamespaceIT {
  private static final String NAME = "twlen it " + ProcessHandle.current().pid();

  /** Keeps connections open, so that the test may take its time. */
  private static final String CONTAINER =
      """
      import os, socket, sys
      os.system("ip link set lo up; ip address add 192.0.2.1/32 dev lo")
      with open("/proc/sys/net/ipv4/ip_local_port_range", "w") as file:
          file.write(sys.argv[1])
      with open("/proc/self/comm", "w") as file:
          file.write(sys.argv[3])
      server = socket.socket()
      server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      server.bind(("192.0.2.1", 8080))
      server.listen(4096)
      kept = [(socket.create_connection(("192.0.2.1", 8080)), server.accept())
              for _ in range(int(sys.argv[2]))]
      print("ready", os.getpid(), flush=True)
      sys.stdin.read()
      """;

  @TempDir static Path temp;
  private static final List<Process> CONTAINERS = new ArrayList<>();
  private static long full;
  private static long idle;

  /** {@link SurveyIT} expects no other namespace without ports. */
  @SuppressWarnings("NullAway.Init") // Set before all tests.
  private static ExclusiveLock alone;

  @BeforeAll
  static void start() throws Exception {
    alone = ExclusiveLock.of("surveys");
    Files.writeString(temp.resolve("container.py"), CONTAINER);
    full = container("30000 30199", 200, "bil ling");
    idle = container("40000 49999", 20, "idle");
    command("ip", "netns", "add", NAME);
  }

  private static long container(String range, int connections, String name) throws IOException {
    Process process =
        new ProcessBuilder(
                "unshare",
                "-n",
                "python3",
                temp.resolve("container.py").toString(),
                range,
                String.valueOf(connections),
                name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    CONTAINERS.add(process);
    String ready =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    assertThat(ready).startsWith("ready ");
    return Long.parseLong(ready.substring("ready ".length()));
  }

  private static void command(String... words) throws Exception {
    assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
  }

  @AfterAll
  static void end() throws Exception {
    try (ExclusiveLock last = alone) {
      for (Process process : CONTAINERS) {
        process.destroy();
        process.waitFor();
      }
      command("ip", "netns", "delete", NAME);
    }
  }

  private static TwlenProgram.Result twlen(String... words) {
    return new TwlenProgram(temp, temp.resolve("cache")).run(words);
  }

  private static JsonNode json(String... words) throws IOException {
    TwlenProgram.Result result = twlen(words);
    assertThat(result.exit()).as(result.all()).isZero();
    return new ObjectMapper().readTree(result.out());
  }

  private static void isTheFullOne(JsonNode space) {
    assertThat(space.get("pid").asLong()).isEqualTo(full);
    assertThat(space.get("command").asText()).isEqualTo("bil ling");
    assertThat(space.get("sockets").asInt()).isEqualTo(401);
    assertThat(space.get("destination").asText()).isEqualTo("192.0.2.1:8080");
    assertThat(space.get("inUse").asInt()).isEqualTo(200);
    assertThat(space.get("ports").asInt()).isEqualTo(200);
  }

  @Test
  void namesTheContainersFromTheHost() throws Exception {
    JsonNode survey = json("survey", "--json");
    isTheFullOne(survey.at("/namespaces/0"));
    assertThat(survey.get("namespaces").findValuesAsText("pid")).contains("" + full, "" + idle);
    assertThat(survey.get("namespaces").findValuesAsText("name")).contains(NAME);
    assertThat(twlen("survey").out())
        .contains(
            "pid " + full + " (bil ling): 401 sockets, 0 in TIME_WAIT; 200 of 200 ports (100%)",
            "twlen survey --netns " + full);
  }

  @Test
  void surveysOneNamespace() throws Exception {
    JsonNode survey = json("survey", "--json", "--netns", String.valueOf(full));
    isTheFullOne(survey.get("namespace"));
    assertThat(survey.at("/settings/portRange").asText()).isEqualTo("30000 30199");
    assertThat(survey.at("/table/destinations/0/exhaustedInSeconds").asDouble()).isZero();
    assertThat(survey.at("/advice").toString())
        .contains("nsenter --net=/proc/" + full + "/ns/net sysctl -w net.ipv4.ip_local_port_range");
    assertThat(survey.get("gaps")).isEmpty();
    JsonNode named = json("survey", "--json", "--netns", NAME);
    assertThat(named.at("/namespace/name").asText()).isEqualTo(NAME);
    assertThat(named.at("/table/timeWait").asInt()).isZero();
  }

  @Test
  void surveysAllNamespacesWorstFirst() throws Exception {
    JsonNode all = json("survey", "--json", "--netns", "all");
    isTheFullOne(all.at("/0/namespace"));
    assertThat(all).hasSizeGreaterThanOrEqualTo(4);
    Path metrics = temp.resolve("all.prom");
    TwlenProgram.Result text =
        twlen("survey", "--netns", "all", "--prometheus", metrics.toString());
    assertThat(text.out()).contains("pid " + full + " (bil ling)", "NOTHING TO DO");
    assertThat(metrics)
        .content()
        .contains("twlen_ports_left{netns=\"" + full + "\",from=\"192.0.2.1\"");
  }

  @Test
  void surveysNamespacesOverSsh() throws Exception {
    try (Sshd sshd = new Sshd(Files.createDirectory(temp.resolve("sshd")))) {
      List<String> words = new ArrayList<>(List.of("survey", "--json"));
      words.addAll(sshd.options());
      isTheFullOne(json(words.toArray(String[]::new)).at("/namespaces/0"));
      words.addAll(List.of("--netns", NAME));
      JsonNode named = json(words.toArray(String[]::new));
      assertThat(named.at("/namespace/name").asText()).isEqualTo(NAME);
      assertThat(named.get("source").asText()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void rejectsUnknownNamespaces() {
    TwlenProgram.Result name = twlen("survey", "--netns", "no such name");
    assertThat(name.exit()).isEqualTo(3);
    assertThat(name.err()).contains("cannot survey network namespace no such name", NAME);
    TwlenProgram.Result pid = twlen("survey", "--netns", "4194399");
    assertThat(pid.exit()).isEqualTo(3);
    assertThat(pid.err()).contains("no such process");
  }
}
