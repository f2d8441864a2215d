// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.twlen.JsonSchema;
import io.github.twlen.Message;
import io.github.twlen.cli.Main;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.rebuild.TreeRemedy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the answer of {@code twlen patch --json}, its schema and the page. */
class PatchSchemaTest {
  private static final JsonSchema SCHEMA =
      JsonSchema.of(PatchAnswer.class, "patch.schema.json", "## Patch");
  private static final String SYSCTL = "net.ipv4.tcp_tw_timeout";

  private static String sample(boolean full) {
    return Json.text(
        new PatchAnswer(
            "/linux",
            "6.1.7",
            "include/net/tcp.h",
            8,
            60,
            15,
            false,
            full ? SYSCTL : null,
            full ? List.of(new PatchOutcome.Place("net/ipv4/tcp.c", 3, "the value")) : List.of(),
            "unchanged",
            List.of(new PatchAnswer.Use("net/ipv4/tcp.c", 9, "tmo", "FIN_WAIT2")),
            List.of("short"),
            List.of(),
            "--- a",
            List.of(new TreeRemedy("perl", Message.verbatim("no"), "perl 5.36", "--- a")),
            full
                ? new PatchAnswer.Change(
                    "1.el8", "t.xz", "k.spec", "p", false, "h", List.of("a"), "-", "1.tw", "u", "r")
                : null));
  }

  private static JsonNode answer(Path home, String... arguments) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(out, err, Map.of("HOME", home.toString()), arguments);
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    String json = out.toString(StandardCharsets.UTF_8);
    assertThat(SCHEMA.violations(json)).isEmpty();
    return new JsonMapper().readTree(json);
  }

  @Test
  void hasTheKeysOfTheAnswers() throws Exception {
    SCHEMA.hasTheKeysOf(sample(true), sample(false));
  }

  @Test
  void rejectsPlacesWithoutALine() {
    assertThat(SCHEMA.violations(sample(true).replace("\"line\" : 3", "\"line\" : 0"))).hasSize(1);
  }

  @Test
  void namesTheSettingAndItsPlaces(@TempDir Path home) throws Exception {
    String[] patch = {"patch", "src/test/fakelinux", "--dry-run", "--json", "--sysctl"};
    JsonNode answer = answer(home, patch);
    assertThat(answer.at("/sysctl").asText()).isEqualTo(SYSCTL);
    assertThat(answer.at("/wantedSeconds").asInt()).isEqualTo(60);
    assertThat(answer.at("/places").findValuesAsText("path"))
        .contains("include/net/netns/ipv4.h", "net/ipv4/tcp_minisocks.c");
    String diff = answer.at("/diff").asText();
    for (JsonNode place : answer.at("/places")) {
      assertThat(diff).contains("+++ b/" + place.at("/path").asText() + "\n");
    }
  }

  @Test
  void omitsTheSettingForAConstant(@TempDir Path home) throws Exception {
    JsonNode answer =
        answer(home, "patch", "src/test/fakelinux", "--dry-run", "--json", "--seconds", "15");
    assertThat(answer.has("sysctl")).isFalse();
    assertThat(answer.has("places")).isFalse();
    assertThat(answer.at("/wantedSeconds").asInt()).isEqualTo(15);
  }
}
