// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.twlen.recipe.RecipeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema, which editors use, and the reader, which twlen uses, must say the same. */
class RecipeSchemaTest {
  private static final Schema SCHEMA = schema();
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @MethodSource("io.github.twlen.recipe.reader.RecipeReaderTest#wrong")
  void whatTheReaderRefusesTheSchemaRefuses(String text, String what, String remedy)
      throws IOException {
    // What is no good YAML, and which words in braces can be filled in, a schema cannot say.
    boolean yaml = remedy.contains("fix the YAML") || what.contains("stands here twice");
    if (!yaml && !what.contains("cannot be filled in")) {
      assertThat(fitsSchema(text)).as(what).isFalse();
    }
  }

  @Test
  void everyPackedRecipeFitsBoth() throws IOException {
    for (String name : RecipeBook.PACKED) {
      String text = packed(name);
      assertThat(refusal(text)).as(name).isEmpty();
      assertThat(fitsSchema(text)).as(name).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theyAgreeOnChangedRecipesToo(long seed) throws IOException {
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 250; i++) {
      String name = RecipeBook.PACKED.get(random.nextInt(RecipeBook.PACKED.size()));
      String changed = change(packed(name), random);
      Optional<String> refusal = refusal(changed);
      if (refusal.filter(r -> r.contains("cannot be filled in")).isEmpty()) {
        String about = changed + "\n" + refusal;
        assertThat(fitsSchema(changed)).as(about).isEqualTo(refusal.isEmpty());
      }
      refused += refusal.isPresent() ? 1 : 0;
    }
    assertThat(refused).isBetween(25, 245); // Else the changes would show nothing.
  }

  /** Takes a key out, spells one wrongly, moves one, or gives it another kind of value. */
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
