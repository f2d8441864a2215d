// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code twlen explain}. */
class ExplainCommandTest {
  @TempDir Path temp;

  private record Ran(int exit, String out, String err) {}

  private Ran run(String language, String... words) {
    List<String> all = new ArrayList<>(List.of("explain"));
    all.addAll(List.of(words));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            out,
            err,
            Map.of("HOME", temp.toString(), "LANG", language),
            all.toArray(String[]::new));
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void explainsALineWithOrWithoutQuotes() {
    Ran quoted = run("C", "TCP: time wait bucket table overflow");
    assertThat(quoted.exit()).isZero();
    assertThat(quoted.out())
        .contains("kernel", "tcp_max_tw_buckets", "nstat -az TcpExtTCPTimeWaitOverflow")
        .contains("TIME_WAIT is a likely cause", "Linux 2.4–2.6.37");
    assertThat(run("C", "TCP:", "time", "wait", "bucket", "table", "overflow")).isEqualTo(quoted);
    assertThat(run("ja_JP.UTF-8", "bind: Address already in use").out()).contains("判断");
  }

  @Test
  void explainsALogFromStandardInput() throws Exception {
    InputStream before = System.in;
    try {
      String log = "booted\nread: connection reset by peer\nread: connection reset by peer";
      System.setIn(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
      Ran ran = run("C", "-", "--json");
      assertThat(ran.exit()).isZero();
      JsonNode json = new ObjectMapper().readTree(ran.out());
      assertThat(json.path("unknownLines").asInt()).isEqualTo(1);
      JsonNode first = json.path("explanations").path(0);
      assertThat(first.path("name").asText()).isEqualTo("RESET");
      assertThat(first.path("count").asInt()).isEqualTo(2);
      assertThat(first.path("lineNumber").asInt()).isEqualTo(2);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void countsUnknownLinesInTheirNumber() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("a\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(run("C", "-").err()).contains("its only line is unknown");
      System.setIn(new ByteArrayInputStream("a\nb\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(run("C", "-").err()).contains("none of its 2 lines is known");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void rejectsAnUnknownLine() {
    Ran ran = run("C", "TCP SYN floding possible\u001b on port 80");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith("twlen: cannot explain 'TCP SYN floding possible? on port 80': unknown line\n")
        .contains("  fix: compare it with the similar line 'TCP: request_sock_TCP: Possible");
    assertThat(run("C", "--json", "hello world").out()).contains("\"unknownLines\" : 1");
    assertThat(run("C").exit()).isEqualTo(2);
  }
}
