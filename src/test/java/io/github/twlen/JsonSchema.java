// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares the JSON of an answer, its schema and the table of its keys on the page.
 *
 * @param page with the table
 * @param heading above the table
 */
public record JsonSchema(JsonNode schema, String page, String heading) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Reads the schema in the package of a class. */
  public static JsonSchema of(Class<?> owner, String name, String heading) {
    return of(owner, name, "json-output.md", heading);
  }

  /** Reads the schema of another page. */
  public static JsonSchema of(Class<?> owner, String name, String page, String heading) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      return new JsonSchema(MAPPER.readTree(Objects.requireNonNull(in)), page, heading);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the violations of a document. */
  public List<String> violations(String json) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema.toString(), InputFormat.JSON)
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  /** Checks that the schema has exactly the keys of some documents, and the page these. */
  public void hasTheKeysOf(String... documents) throws IOException {
    Set<String> seen = new LinkedHashSet<>();
    for (String json : documents) {
      assertThat(violations(json)).isEmpty();
      collect(schema, MAPPER.readTree(json), "", seen);
    }
    List<String> rows = new ArrayList<>();
    properties(schema, "", rows);
    List<String> keys = rows.stream().map(row -> row.split(" ", 2)[0]).toList();
    assertThat(seen).hasSameElementsAs(keys);
    assertThat(rowsOfPage()).isEqualTo(rows);
  }

  private List<String> rowsOfPage() throws IOException {
    String text = Files.readString(Path.of("src/site/markdown").resolve(page));
    String table = text.substring(text.indexOf(heading));
    return table
        .substring(0, table.indexOf("\n\n", table.indexOf("|---")))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.replaceFirst("^\\| `(.*?)` \\| (?:.*? \\| )?(.*) \\|$", "$1 $2"))
        .toList();
  }

  private static void collect(JsonNode type, JsonNode object, String prefix, Set<String> keys) {
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      JsonNode value = property.getValue();
      JsonNode inner = type.path("properties").path(property.getKey());
      boolean list = inner.path("type").toString().contains("array");
      String key = prefix + property.getKey() + (list ? "[]" : "");
      keys.add(key);
      JsonNode element = list ? inner.get("items") : inner;
      if (element.has("properties")) {
        (list ? value : List.of(value)).forEach(one -> collect(element, one, key + ".", keys));
      }
    }
  }

  /** Adds each key with its meaning; a number needs a unit. */
  private static void properties(JsonNode type, String prefix, List<String> rows) {
    for (Map.Entry<String, JsonNode> property : type.get("properties").properties()) {
      JsonNode value = property.getValue();
      boolean list = value.path("type").toString().contains("array");
      String key = prefix + property.getKey() + (list ? "[]" : "");
      assertThat(value.path("description").asText()).as(key).isNotBlank();
      if (value.path("type").toString().matches(".*(number|integer).*")) {
        assertThat(value.path("unit").asText()).as(key).isNotBlank();
      }
      rows.add(key + " " + value.get("description").asText());
      JsonNode element = list ? value.get("items") : value;
      if (element.has("properties")) {
        properties(element, key + ".", rows);
      }
    }
  }
}
