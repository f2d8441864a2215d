// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.twlen.FileName;
import io.github.twlen.recipe.Digest;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Compares the schema, which editors use, with the reader, which twlen uses. */
class RecipeSchemaTest {
  private static final Schema SCHEMA = schema();
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @MethodSource("io.github.twlen.recipe.reader.RecipeReaderTest#wrong")
  void rejectsInTheSchemaWhatTheReaderRejects(String text, String what, String remedy)
      throws IOException {
    // A schema can express neither invalid YAML nor the placeholders that have a value.
    boolean yaml = remedy.contains("fix the YAML") || what.contains("duplicate key");
    if (!yaml && !what.contains("cannot replace")) {
      assertThat(fitsSchema(text)).as(what).isFalse();
    }
  }

  @Test
  void acceptsAllBundledRecipesInBoth() throws IOException {
    for (String name : RecipeBook.PACKED) {
      String text = packed(name);
      assertThat(refusal(text)).as(name).isEmpty();
      assertThat(fitsSchema(text)).as(name).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesOnChangedRecipes(long seed) throws IOException {
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 250; i++) {
      String name = RecipeBook.PACKED.get(random.nextInt(RecipeBook.PACKED.size()));
      String changed = change(packed(name), random);
      Optional<String> refusal = refusal(changed);
      if (refusal.filter(r -> r.contains("cannot replace")).isEmpty()) {
        String about = changed + "\n" + refusal;
        assertThat(fitsSchema(changed)).as(about).isEqualTo(refusal.isEmpty());
      }
      refused += refusal.isPresent() ? 1 : 0;
    }
    assertThat(refused).isBetween(25, 245); // Otherwise the changes would test nothing.
  }

  @Test
  void hasThePatternsOfTheReader() throws IOException {
    Map<String, Pattern> patterns =
        Map.of(
            "/properties/name", RecipeReader.NAME,
            "/properties/kernel", RecipeReader.VERSION,
            "/properties/build/properties/rpm/properties/environment", RecipeReader.ENVIRONMENT,
            "/properties/guest/properties/box", RecipeReader.BOX,
            "/$defs/conditions/items", RecipeReader.CONDITION,
            "/$defs/package", SourceReader.PACKAGE,
            "/$defs/source/properties/commit", SourceReader.COMMIT);
    for (Map.Entry<String, Pattern> one : patterns.entrySet()) {
      assertThat(document().at(one.getKey() + "/pattern").asText())
          .isEqualTo("^" + one.getValue().pattern() + "$");
    }
    assertThat(document().at("/$defs/source/properties/ref/pattern").asText())
        .isEqualTo(withPlaceholders(SourceReader.REF));
    assertThat(document().at("/$defs/fileName/pattern").asText())
        .isEqualTo(withPlaceholders(SourceReader.FILE));
    assertThat(document().at("/$defs/gitUrl/pattern").asText())
        .endsWith("|" + SourceReader.LOCAL.pattern() + ")$");
    assertThat(document().at("/$defs/bareName/maxLength").asInt()).isEqualTo(FileName.LONGEST);
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      assertThat(document().at("/$defs/source/properties/" + algorithm.key() + "/pattern").asText())
          .isEqualTo("^[0-9A-Fa-f]{" + algorithm.digits() + "}$");
    }
  }

  /** The schema sees the text before the version replaces {kernel}. */
  private static String withPlaceholders(Pattern pattern) {
    return "^" + pattern.pattern().replaceFirst("9\\]", "9{]").replace("-]{", "{}-]{") + "$";
  }

  @Test
  void hasTheKeysAndValuesOfTheReader() throws IOException {
    assertThat(keys("")).isEqualTo(RecipeReader.RECIPE);
    assertThat(keys("/properties/build")).isEqualTo(RecipeReader.BUILD);
    assertThat(keys("/properties/build/properties/rpm")).isEqualTo(RecipeReader.RPM);
    assertThat(keys("/properties/guest")).isEqualTo(RecipeReader.GUEST);
    assertThat(keys("/$defs/source")).isEqualTo(SourceReader.KNOWN);
    assertThat(keys("/$defs/key")).isEqualTo(SourceReader.KEY);
    assertThat(values("/properties/build/properties/targets/items/enum"))
        .isEqualTo(RecipeReader.TARGETS);
    assertThat(values("/properties/tried/enum"))
        .containsExactlyElementsOf(
            Stream.of(Recipe.Tried.values()).map(Recipe.Tried::toString).toList());
    for (JsonNode kind : document().at("/$defs/source/oneOf")) {
      String name = kind.at("/required/0").asText();
      Set<String> known = new HashSet<>(SourceReader.KINDS.getOrDefault(name, Set.of()));
      known.add(name);
      assertThat(names(kind.get("properties"))).as(name).isEqualTo(known);
    }
  }

  private static Set<String> keys(String pointer) throws IOException {
    return names(document().at(pointer + "/properties"));
  }

  private static Set<String> names(JsonNode properties) {
    Set<String> names = new LinkedHashSet<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> values(String pointer) throws IOException {
    Set<String> values = new LinkedHashSet<>();
    document().at(pointer).forEach(value -> values.add(value.asText()));
    return values;
  }

  private static JsonNode document() throws IOException {
    return JSON.readTree(Path.of("recipes/recipe.schema.json").toFile());
  }

  /** Removes a key, misspells one, moves one, or gives it another kind of value. */
  private static String change(String yaml, Random random) throws IOException {
    Object recipe = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    List<Map<String, Object>> maps = new ArrayList<>();
    collect(recipe, maps);
    Map<String, Object> map = maps.get(random.nextInt(maps.size()));
    String key = List.copyOf(map.keySet()).get(random.nextInt(map.size()));
    switch (random.nextInt(5)) {
      case 0 -> map.remove(key);
      case 1 -> map.put(key + "s", map.remove(key));
      case 2 -> map.put(key, List.of());
      case 3 -> map.put(key, random.nextBoolean() ? "  " : "one two");
      default -> {
        Map<String, Object> other = maps.get(random.nextInt(maps.size()));
        other.put(
            key, other == map ? Map.of("a", "b") : copy(Objects.requireNonNull(map.get(key))));
      }
    }
    return new Dump(DumpSettings.builder().setDereferenceAliases(true).build())
        .dumpToString(recipe);
  }

  private static Object copy(Object value) throws IOException {
    return JSON.readValue(JSON.writeValueAsString(value), Object.class);
  }

  @SuppressWarnings("unchecked") // The keys of every mapping here are texts.
  private static void collect(Object value, List<Map<String, Object>> maps) {
    if (value instanceof Map<?, ?> map) {
      maps.add((Map<String, Object>) map);
      map.values().forEach(v -> collect(v, maps));
    } else if (value instanceof List<?> list) {
      list.forEach(v -> collect(v, maps));
    }
  }

  private static Optional<String> refusal(String text) {
    try {
      new RecipeReader("r.yaml", Path.of("/recipes"), Optional.empty()).read(text);
      return Optional.empty();
    } catch (RecipeFailure e) {
      return Optional.of(e.what());
    }
  }

  private static boolean fitsSchema(String text) throws IOException {
    Object value = new Load(LoadSettings.builder().build()).loadFromString(text);
    return SCHEMA.validate(JSON.writeValueAsString(value), InputFormat.JSON).isEmpty();
  }

  private static String packed(String name) throws IOException {
    return Files.readString(Path.of("recipes", name + ".yaml"));
  }

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(Path.of("recipes/recipe.schema.json")), InputFormat.JSON);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
