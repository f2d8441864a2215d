// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the English and Japanese texts of all packages with each other and with the code. */
class MessageBundlesTest {
  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Path SOURCES = Path.of("src/main/java");

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{([a-z][A-Za-z0-9]*)(?:\\|[^|{}]*\\|[^|{}]*)?}");

  /** A key with a dot, in a call that takes one; tables of the build have dots in their names. */
  private static final Pattern CALLED =
      Pattern.compile(
          "(?<!tables\\(\\)\\.)\\b(?:text|commands|warnings\\.add)"
              + "\\(\\s*\"([a-zA-Z]\\w*(?:\\.\\w+)+)\"\\s*[,)]");

  private static final Pattern LITERAL = Pattern.compile("\"([a-zA-Z][\\w.]*)\"");

  private static List<Path> english() throws IOException {
    try (Stream<Path> all = Files.walk(RESOURCES)) {
      List<Path> found = all.filter(file -> file.endsWith("messages.properties")).toList();
      assertThat(found).isNotEmpty();
      return found;
    }
  }

  private static Map<String, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, String> texts = new TreeMap<>();
    properties.forEach((key, text) -> texts.put((String) key, (String) text));
    assertThat(texts).as(file.toString()).isNotEmpty();
    return texts;
  }

  private static Map<String, String> japanese(Path english) throws IOException {
    return read(english.resolveSibling("messages_ja.properties"));
  }

  private static Set<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
  }

  private static String sources() throws IOException {
    try (Stream<Path> all = Files.walk(SOURCES)) {
      StringBuilder text = new StringBuilder();
      for (Path file : all.filter(f -> f.toString().endsWith(".java")).toList()) {
        text.append(Files.readString(file, StandardCharsets.UTF_8));
      }
      return text.toString();
    }
  }

  @Test
  void hasTheSameKeysInBothLanguages() throws IOException {
    for (Path file : english()) {
      assertThat(japanese(file).keySet()).as(file.toString()).isEqualTo(read(file).keySet());
    }
  }

  @Test
  void hasTheSamePlaceholdersInBothLanguages() throws IOException {
    for (Path file : english()) {
      Map<String, String> japanese = japanese(file);
      read(file)
          .forEach(
              (key, text) ->
                  assertThat(matches(PLACEHOLDER, japanese.getOrDefault(key, "")))
                      .as(file + ": " + key)
                      .isEqualTo(matches(PLACEHOLDER, text)));
    }
  }

  /** Only commands, names and numbers are the same in both languages. */
  @Test
  void translatesEverySentence() throws IOException {
    for (Path file : english()) {
      Map<String, String> japanese = japanese(file);
      assertThat(read(file).entrySet())
          .filteredOn(text -> text.getValue().equals(japanese.get(text.getKey())))
          .allSatisfy(
              text ->
                  assertThat(text.getKey().contains("commands") ? "" : text.getValue())
                      .as(text.getKey())
                      .doesNotContainPattern("[a-z]{2,} [a-z]{2,}"));
    }
  }

  @Test
  void definesEveryKeyOfTheCode() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (Path file : english()) {
      keys.addAll(read(file).keySet());
    }
    Set<String> called = matches(CALLED, sources());
    assertThat(called).hasSizeGreaterThan(20);
    assertThat(keys).containsAll(called);
  }

  /** A key is a literal, or a literal ending with a dot is completed by an enum constant. */
  @Test
  void usesEveryKeyInTheCode() throws IOException {
    Set<String> literals = matches(LITERAL, sources());
    for (Path file : english()) {
      assertThat(read(file).keySet())
          .as(file.toString())
          .allMatch(
              key ->
                  literals.contains(key)
                      || literals.contains(key.substring(0, key.lastIndexOf('.') + 1)));
    }
  }
}
