// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.twlen.report.json.JsonReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares reports, schema and page. */
class ReportSchemaTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonNode SCHEMA = schema();

  /** Objects whose keys are data. */
  private static final Set<String> MAPS = Set.of("tools", "source.digests");

  /** The keys with those of a shared object once. */
  static final List<String> KEYS = properties(SCHEMA, "", new HashSet<>()::add);

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.SampleReports#all")
  void validatesEachReport(Report report) {
    assertThat(validator().validate(JsonReport.text(report), InputFormat.JSON)).isEmpty();
  }

  @Test
  void rejectsUnknownAndMissingKeys() throws Exception {
    ObjectNode report = (ObjectNode) MAPPER.readTree(JsonReport.text(SampleReports.verified()));
    ((ObjectNode) report.get("run")).put("surprise", 1);
    ((ObjectNode) report.at("/measurements/patched")).remove("samples");
    report.put("outcome", "perhaps");
    assertThat(validator().validate(report.toString(), InputFormat.JSON)).hasSize(3);
  }

  @Test
  void hasTheKeysOfTheReports() {
    assertThat(keys()).hasSizeGreaterThan(100).hasSameElementsAs(properties(SCHEMA, "", r -> true));
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void describesEachKeyAndTheUnitOfNumbers(String key) {
    JsonNode property = property(key);
    assertThat(property.path("description").asText()).isNotBlank();
    if (List.of("number", "integer").contains(property.path("type").asText())) {
      assertThat(property.path("unit").asText()).isNotBlank();
    }
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void equalsTheDescriptionsOnThePage(String key) throws Exception {
    String page = Files.readString(Path.of("src/site/markdown/report-format.md"));
    String meaning = property(key).get("description").asText();
    assertThat(page.lines())
        .anyMatch(line -> line.startsWith("| `" + key + "` |") && line.endsWith(meaning + " |"));
  }

  @Test
  void hasAsManyKeysAsThePage() throws Exception {
    String page = Files.readString(Path.of("src/site/markdown/report-format.md"));
    String table = page.substring(page.indexOf("## Keys"), page.indexOf("## Checks"));
    assertThat(table.lines().filter(line -> line.startsWith("| `"))).hasSameSizeAs(KEYS);
  }

  /** Returns the keys of all sample reports, each list element and map entry once. */
  private static Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    SampleReports.all().forEach(report -> collect(read(JsonReport.text(report)), "", keys));
    return keys;
  }

  private static void collect(JsonNode object, String prefix, Set<String> keys) {
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      JsonNode value = property.getValue();
      String key = prefix + property.getKey() + (value.isArray() ? "[]" : "");
      keys.add(key);
      if (!MAPS.contains(key)) {
        (value.isArray() ? value : List.of(value)).forEach(node -> collect(node, key + ".", keys));
      }
    }
  }

  private static List<String> properties(JsonNode object, String prefix, Predicate<String> enters) {
    List<String> keys = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : object.get("properties").properties()) {
      JsonNode value = property.getValue();
      boolean list = value.path("type").asText().equals("array");
      String key = prefix + property.getKey() + (list ? "[]" : "");
      keys.add(key);
      String reference = (list ? value.get("items") : value).path("$ref").asText();
      if (!reference.isEmpty() && enters.test(reference)) {
        keys.addAll(properties(SCHEMA.at(reference.substring(1)), key + ".", enters));
      }
    }
    return keys;
  }

  private static JsonNode property(String key) {
    JsonNode object = SCHEMA;
    JsonNode property = SCHEMA;
    for (String name : key.split("\\.", -1)) {
      property = object.get("properties").get(name.replace("[]", ""));
      JsonNode within = name.endsWith("[]") ? property.get("items") : property;
      object = SCHEMA.at(within.path("$ref").asText("#").substring(1));
    }
    return property;
  }

  private static Schema validator() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SCHEMA.toString(), InputFormat.JSON);
  }

  private static JsonNode schema() {
    try (InputStream in = JsonReport.class.getResourceAsStream("report.schema.json")) {
      return MAPPER.readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
