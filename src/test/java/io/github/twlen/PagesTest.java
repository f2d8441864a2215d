// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.patch.LengthWarnings;
import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.verify.probe.RecordedConsole;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.FinWaitModel;
import io.github.twlen.verify.timer.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages list must be what there is. */
class PagesTest {
  private static final String SITE = "src/site/markdown/";

  static List<String> pages() {
    return Manual.pages();
  }

  /** A relative link leads to a file, and behind its # to a heading of that page. */
  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(String page) {
    for (String link : matches(outsideOfBlocks(page), "\\]\\(([^)\\s]+)\\)")) {
      if (link.matches("[a-z]+:.*")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target =
          parts[0].isEmpty() ? Path.of(page) : Path.of(page).resolveSibling(parts[0]).normalize();
      assertThat(target).as("%s links to %s", page, link).exists();
      if (parts.length == 2) {
        assertThat(anchors(target.toString())).as("%s links to %s", page, link).contains(parts[1]);
      }
    }
  }

  @Test
  void everyPageIsInTheIndexAndInReadme() {
    for (String page : pages()) {
      if (page.startsWith(SITE) && !page.endsWith("/index.md")) {
        assertThat(Manual.text(SITE + "index.md")).contains("(" + page.substring(SITE.length()));
        assertThat(Manual.text("README.md")).contains("(" + page);
      }
    }
  }

  @Test
  void translationHasTheSameCommands() {
    assertThat(Manual.calls(SITE + "README.ja.md")).isEqualTo(Manual.calls("README.md"));
  }

  @Test
  void theRoomsAreThePackages() throws IOException {
    Set<String> rooms = new TreeSet<>();
    try (Stream<Path> all = Files.list(Path.of("src/main/java/io/github/twlen"))) {
      all.filter(Files::isDirectory).forEach(room -> rooms.add(room.getFileName().toString()));
    }
    assertThat(firstCells(SITE + "architecture.md", "Packages"))
        .containsExactlyInAnyOrderElementsOf(rooms);
    String picture = Files.readString(Path.of(SITE + "architecture.svg"));
    assertThat(matches(picture, "class=\"name\"[^>]*>([a-z]+)<"))
        .containsExactlyInAnyOrderElementsOf(rooms);
  }

  /** The reader of recipes has the same keys as the schema: RecipeSchemaTest. */
  @Test
  void theKeysOfARecipeAreThoseOfTheSchema() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(Path.of("recipes/recipe.schema.json").toFile());
    Set<String> keys = new TreeSet<>();
    collect(schema, schema, "", keys);
    assertThat(firstCells(SITE + "recipes.md", "Keys")).containsExactlyInAnyOrderElementsOf(keys);
  }

  private static void collect(JsonNode schema, JsonNode node, String prefix, Set<String> keys) {
    JsonNode object = node;
    while (object.has("$ref") || object.has("items")) {
      object =
          object.has("$ref")
              ? schema.at(object.get("$ref").asText().substring(1))
              : object.get("items");
    }
    for (var property : object.path("properties").properties()) {
      keys.add(prefix + property.getKey());
      collect(schema, property.getValue(), prefix + property.getKey() + ".", keys);
    }
  }

  @Test
  void whatWasTriedIsWhatTheRecipesSay() {
    RecipeBook book = new RecipeBook(List.of());
    List<List<String>> rows = rows(SITE + "centos.md", "CentOS 6, 7, 8 and 9");
    assertThat(rows).hasSizeGreaterThan(8);
    for (List<String> row : rows.subList(1, rows.size())) {
      var recipe = book.find(row.get(0).replace("`", ""));
      assertThat(row.get(2)).as(row.get(0)).isEqualTo(recipe.kernel().orElse(""));
      assertThat(row.get(3)).as(row.get(0)).isEqualTo("`" + recipe.tried() + "`");
    }
    assertThat(rows.stream().map(row -> row.get(0).replace("`", "")))
        .containsAll(
            book.names().stream().filter(name -> name.matches("(centos|alma|rocky).*")).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "Linux 4.8 and later,  6.1.0,  10",
    "Linux 4.1 to 4.7,     4.4.0,  3",
    "Up to Linux 4.0,      3.10.0, 8",
  })
  void theTablesOfExpiryAreTheModels(String heading, String release, int lines) {
    assertTable(
        heading,
        lines,
        1,
        (numbers, hz) ->
            ExpiryModel.of(KernelRelease.parse(release), hz)
                .lifetime(new TimewaitLength(numbers.get(0))));
  }

  /** The recordings hold what they say: RecordedConsoleTest. */
  @Test
  void whatWasMeasuredIsWhatWasRecorded() {
    List<List<String>> rows = rows(SITE + "expiry-model.md", "Measured");
    assertThat(rows.subList(1, rows.size()))
        .isEqualTo(
            RecordedConsole.all().stream()
                .map(
                    row ->
                        List.of(
                            row.kernel(),
                            Integer.toString(row.hz()),
                            Integer.toString(row.asked()),
                            row.seen(),
                            row.allowed()))
                .toList());
  }

  @Test
  void everyRemedyIsOnThePageOfOldKernels() {
    String names =
        rows(SITE + "old-kernels.md", "Applied remedies").stream()
            .map(row -> row.get(0))
            .collect(Collectors.joining(" "));
    assertThat(new RecipeBook(List.of()).remedies().remedies())
        .extracting(Remedy::name)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(names).contains("`" + name + "`"));
  }

  @Test
  void theTableOfFinWait2IsTheModels() {
    assertTable(
        "FIN_WAIT2",
        8,
        2,
        (numbers, hz) ->
            new FinWaitModel(
                    ExpiryModel.of(KernelRelease.parse("6.1.0"), hz),
                    new TimewaitLength(numbers.get(0)),
                    numbers.get(1))
                .lifetime(0));
  }

  /** N to M in each cell, to a hundredth, below columns that name their HZ. */
  private static void assertTable(
      String heading, int lines, int given, BiFunction<List<Integer>, Integer, Span> model) {
    List<List<String>> rows = rows(SITE + "expiry-model.md", heading);
    assertThat(rows).hasSize(lines);
    for (List<String> row : rows.subList(1, lines)) {
      List<Integer> numbers = row.subList(0, given).stream().map(Integer::valueOf).toList();
      for (int i = given; i < row.size(); i++) {
        int hz = Integer.parseInt(rows.get(0).get(i).replace("HZ=", ""));
        Span span = model.apply(numbers, hz);
        String[] shown = row.get(i).split(" to ", 2);
        assertThat(Double.parseDouble(shown[0]))
            .as("%s, HZ=%d", row, hz)
            .isCloseTo(span.least(), within(0.0051));
        assertThat(Double.parseDouble(shown[1]))
            .as("%s, HZ=%d", row, hz)
            .isCloseTo(span.most(), within(0.0051));
      }
    }
  }

  /** The dry run says the same for each length that it says something of. */
  @Test
  void theTimeoutsOfPeersAreThoseOfTheDryRun() {
    List<List<String>> rows = rows(SITE + "is-it-safe.md", "Lost last ACK");
    assertThat(rows).hasSize(7);
    for (List<String> row : rows.subList(2, rows.size())) {
      TimewaitLength length = TimewaitLength.parse(row.get(0).replace(" ", ""));
      assertThat(LengthWarnings.of(length, OptionalInt.empty(), true))
          .as(row.toString())
          .anyMatch(advice -> advice.note().toString().contains("at most " + row.get(1)));
    }
  }

  /** What exit-codes.md quotes, the program says: between its numbers and what is left out. */
  @Test
  void theMessagesAreThoseOfTheProgram() throws IOException {
    StringBuilder program = new StringBuilder();
    try (Stream<Path> all = Files.walk(Path.of("src/main"))) {
      for (Path file :
          all.filter(f -> f.toString().matches(".*\\.java|.*messages.properties")).toList()) {
        program.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
      }
    }
    List<String> messages = matches(Manual.text(SITE + "exit-codes.md"), "(?m)^\\| `([^`]+)`");
    assertThat(messages).hasSizeGreaterThan(6);
    for (String message : messages) {
      assertThat(program)
          .contains(message.split("…|\\d|: ", -1)[message.startsWith("…") ? 1 : 0].strip());
    }
  }

  private static String outsideOfBlocks(String page) {
    return Pattern.compile("(?ms)^ *```.*?^ *```$").matcher(Manual.text(page)).replaceAll("");
  }

  private static List<String> matches(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1)).toList();
  }

  /** As GitHub makes them of headings. */
  private static List<String> anchors(String page) {
    return matches(outsideOfBlocks(page), "(?m)^#+ (.*)$").stream()
        .map(heading -> heading.replaceAll("\\[(.*?)\\]\\(.*?\\)", "$1").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  /** The first table below a heading, its header first. */
  private static List<List<String>> rows(String page, String heading) {
    List<List<String>> rows = new ArrayList<>();
    boolean below = false;
    for (String line : outsideOfBlocks(page).lines().toList()) {
      below |= line.matches("#+ " + Pattern.quote(heading));
      if (below && line.startsWith("| ")) {
        rows.add(Stream.of(line.substring(1).split("\\|", -1)).map(String::strip).toList());
      } else if (!rows.isEmpty() && !line.startsWith("|")) {
        break;
      }
    }
    return rows.stream().map(row -> row.subList(0, row.size() - 1)).toList();
  }

  /** What is marked as code in the first column. */
  private static List<String> firstCells(String page, String heading) {
    return rows(page, heading).stream()
        .flatMap(row -> Pattern.compile("`([^`]+)`").matcher(row.get(0)).results())
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
