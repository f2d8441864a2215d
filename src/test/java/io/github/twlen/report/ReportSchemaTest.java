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
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The model, the schema and the page that describes them say the same. */
class ReportSchemaTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonNode SCHEMA = schema();
  static final List<String> KEYS = keys(Report.class, "", new HashSet<>());

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.SampleReports#all")
  void everyReportIsValid(Report report) {
    assertThat(validator().validate(JsonReport.text(report), InputFormat.JSON)).isEmpty();
  }

  @Test
  void anUnknownKeyAndAMissingOneAreNotValid() throws Exception {
    ObjectNode report = (ObjectNode) MAPPER.readTree(JsonReport.text(SampleReports.verified()));
    ((ObjectNode) report.get("run")).put("surprise", 1);
    ((ObjectNode) report.at("/measurements/patched")).remove("samples");
    report.put("outcome", "perhaps");
    assertThat(validator().validate(report.toString(), InputFormat.JSON)).hasSize(3);
  }

  @Test
  void theSchemaHasTheKeysOfTheModelAndNoOthers() {
    assertThat(properties(SCHEMA, "", new HashSet<>())).containsExactlyElementsOf(KEYS);
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void everyKeyIsDescribedAndEveryNumberHasAUnit(String key) {
    JsonNode property = property(key);
    assertThat(property.path("description").asText()).isNotBlank();
    if (List.of("number", "integer").contains(property.path("type").asText())) {
      assertThat(property.path("unit").asText()).isNotBlank();
    }
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void everyKeyStandsOnThePageInTheWordsOfTheSchema(String key) throws Exception {
    String page = Files.readString(Path.of("src/site/markdown/report-format.md"));
    String meaning = property(key).get("description").asText();
    assertThat(page.lines())
        .anyMatch(line -> line.startsWith("| `" + key + "` |") && line.endsWith(meaning + " |"));
  }

  @Test
  void thePageNamesNoOtherKeys() throws Exception {
    String page = Files.readString(Path.of("src/site/markdown/report-format.md"));
    String table = page.substring(page.indexOf("## Keys"), page.indexOf("## Checks"));
    assertThat(table.lines().filter(line -> line.startsWith("| `"))).hasSameSizeAs(KEYS);
  }

  private static List<String> keys(Class<?> type, String prefix, Set<Class<?>> seen) {
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      boolean list = component.getType() == List.class;
      String key = prefix + component.getName() + (list ? "[]" : "");
      keys.add(key);
      Class<?> within = list ? element(component.getGenericType()) : component.getType();
      if (within.isRecord() && seen.add(within)) {
        keys.addAll(keys(within, key + ".", seen));
      }
    }
    return keys;
  }

  private static Class<?> element(Type list) {
    return (Class<?>) ((ParameterizedType) list).getActualTypeArguments()[0];
  }

  private static List<String> properties(JsonNode object, String prefix, Set<String> seen) {
    List<String> keys = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : object.get("properties").properties()) {
      JsonNode value = property.getValue();
      boolean list = value.path("type").asText().equals("array");
      String key = prefix + property.getKey() + (list ? "[]" : "");
      keys.add(key);
      String reference = (list ? value.get("items") : value).path("$ref").asText();
      if (!reference.isEmpty() && seen.add(reference)) {
        keys.addAll(properties(SCHEMA.at(reference.substring(1)), key + ".", seen));
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
}
