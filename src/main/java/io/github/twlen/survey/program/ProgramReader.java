// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.program;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads {@code programs.yaml}. A test reads the bundled file, so errors name only the key. */
final class ProgramReader {
  private static final Set<String> SERVICE =
      Set.of("name", "ports", "listeners", "socket", "source");
  private static final Set<String> EXAMPLE =
      Set.of(
          "name",
          "services",
          "programs",
          "unnamed",
          "common",
          "since",
          "lines",
          "socket",
          "risk",
          "source");

  private final Map<?, ?> map;

  private ProgramReader(Object node, Set<String> known) {
    if (!(node instanceof Map<?, ?> mapping) || !known.containsAll(mapping.keySet())) {
      throw new IllegalArgumentException("keys are " + known + ", not those of " + node);
    }
    this.map = mapping;
  }

  /** Reads the text of a file; fails when it has an unknown key, or a value of another type. */
  static ProgramCatalog read(String text) {
    Object root = new Load(LoadSettings.builder().build()).loadFromString(text);
    ProgramReader file = new ProgramReader(root, Set.of("services", "examples"));
    return new ProgramCatalog(
        file.list("services").stream().map(n -> new ProgramReader(n, SERVICE).service()).toList(),
        file.list("examples").stream().map(n -> new ProgramReader(n, EXAMPLE).example()).toList());
  }

  private ServiceKind service() {
    Set<Integer> ports = new HashSet<>();
    list("ports").forEach(port -> ports.add(Integer.valueOf(port.toString())));
    return new ServiceKind(
        text("name"), ports, patterns("listeners"), lines("socket"), text("source"));
  }

  private ClientExample example() {
    Map<String, String> risk = new HashMap<>();
    new ProgramReader(value("risk"), Set.of("en", "ja"))
        .map.forEach((language, sentence) -> risk.put(language.toString(), sentence.toString()));
    return new ClientExample(
        text("name"),
        new HashSet<>(list("services").stream().map(Object::toString).toList()),
        patterns("programs"),
        Boolean.TRUE.equals(map.get("unnamed")),
        Boolean.TRUE.equals(map.get("common")),
        text("since"),
        lines("lines"),
        lines("socket"),
        risk,
        text("source"));
  }

  private Object value(String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing in " + map);
    }
    return value;
  }

  /** Returns a text; empty if the key is missing. */
  private String text(String key) {
    @Nullable Object value = map.get(key);
    return value == null ? "" : value.toString();
  }

  private List<String> lines(String key) {
    return text(key).lines().toList();
  }

  private List<ProcessPattern> patterns(String key) {
    return list(key).stream().map(name -> new ProcessPattern(name.toString())).toList();
  }

  private List<?> list(String key) {
    Object value = map.get(key);
    if (value != null && !(value instanceof List)) {
      throw new IllegalArgumentException(key + " is not a list in " + map);
    }
    return value == null ? List.of() : (List<?>) value;
  }
}
