// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code twlen recipes} and other commands with recipe files. */
class RecipesCommandTest {
  private static final String GOOD = "name: a\nsummary: b\nsource: { tree: . }\n";

  @TempDir Path temp;

  private record Ran(int exit, String out, String err) {}

  private Ran run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = Main.run(out, err, Map.of("HOME", temp.toString(), "LANG", "C"), words);
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(temp.resolve(name), text).toString();
  }

  @Test
  void printsTheChecksAsJson() throws IOException {
    String good = file("good.yaml", GOOD);
    String bad = file("bad.yaml", GOOD.replace("tree", "treee"));
    Ran ran = run("recipes", "check", "--json", bad, good, temp.resolve("no.yaml").toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).startsWith("twlen: " + bad + ":3:");
    JsonNode all = new ObjectMapper().readTree(ran.out());
    assertThat(all).hasSize(3);
    JsonNode first = all.path(0);
    assertThat(first.path("file").asText()).isEqualTo(bad);
    assertThat(first.path("valid").asBoolean()).isFalse();
    assertThat(first.path("line").asInt()).isEqualTo(3);
    assertThat(first.path("column").asInt()).isEqualTo(11);
    assertThat(first.path("error").asText()).startsWith("'treee' is not");
    assertThat(first.path("fix").asText()).contains("'tree'");
    assertThat(all.path(1).path("valid").asBoolean()).isTrue();
    assertThat(all.path(1).path("recipe").asText()).isEqualTo("a");
    assertThat(all.path(2).has("line")).isFalse();
    assertThat(all.path(2).path("error").asText()).contains("no such file");
    assertThat(run("recipes", "check", "--json", good).exit()).isZero();
  }

  @Test
  void checksAllFiles() throws IOException {
    String good = file("good.yaml", GOOD);
    String bad = file("bad.yaml", GOOD.replace("tree", "treee"));
    String worse = file("worse.yaml", GOOD.replace("tree", "trees"));
    Ran ran = run("recipes", "check", bad, good, worse);
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains(bad + ":3:", good + ": valid recipe a", worse + ":3:");
  }

  @Test
  void fillsEmptyRows() throws IOException {
    String recipe = file("a.yaml", GOOD + "build: { fragments: [] }\n");
    assertThat(run("recipes", "show", recipe).out()).containsPattern("(?m)^fragments +none$");
    Files.createDirectories(temp.resolve("include/net"));
    file("include/net/tcp.h", "#define TCP_TIMEWAIT_LEN (60*HZ)\n");
    file("Makefile", "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\nEXTRAVERSION =\n");
    assertThat(run("fetch", recipe).out()).containsPattern("(?m)^proof +none: not verified$");
  }

  @Test
  void namesTheUsersFaultyTemplate() throws IOException {
    String text = Files.readString(Path.of("patches/tcp-timewait-len.patch.in"));
    String own = file("tcp-timewait-len.patch.in", text.replace("@NEW@", "@NEU@"));
    Ran ran = run("patch", "linux", "--seconds", "15", "-n", "--recipes", temp.toString());
    assertThat(ran.exit()).isEqualTo(11);
    assertThat(ran.err()).contains(own + ":3: unknown placeholder @NEU@").doesNotContain("README");
  }
}
