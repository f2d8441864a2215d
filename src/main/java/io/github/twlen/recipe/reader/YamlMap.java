// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.Suggestion;
import io.github.twlen.TerminalText;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.RecipeFailure;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file. Every error names the file, the line and the column. Unknown keys are
 * errors: a misspelled one would silently have no effect.
 */
final class YamlMap {
  private static final int MOST_SHOWN = 100;

  private final String file;
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /**
   * @param what the kind of mapping, such as {@code "a recipe"}
   * @param known all keys that it may have
   */
  YamlMap(String file, Node node, String what, Set<String> known) {
    this.file = file;
    this.node = node;
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node, what + " is a mapping of " + String.join(", ", known), "write key: value");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      Node at = tuple.getKeyNode();
      String key = scalar(at, "a key");
      if (!known.contains(key)) {
        String fix = Suggestion.fix("write", key, known);
        throw wrong(at, "'" + shown(key) + "' is not a key of " + what, fix);
      }
      if (values.put(key, tuple.getValueNode()) != null) {
        throw wrong(at, "duplicate key '" + shown(key) + "'", "remove one of them");
      }
    }
  }

  /** Returns keys in the order of messages. */
  static Set<String> keys(String... keys) {
    return new LinkedHashSet<>(List.of(keys));
  }

  /** Returns the beginning of a value for a message; a misplaced value may be an address. */
  static String shown(String text) {
    return TerminalText.beginning(Address.shown(text), MOST_SHOWN);
  }

  /** Returns a mapping below this one. */
  YamlMap child(Node value, String what, Set<String> known) {
    return new YamlMap(file, value, what, known);
  }

  /** Returns the value of a required key. */
  Node required(String key) {
    Node value = values.get(key);
    if (value == null) {
      throw wrong(node, "'" + key + "' is missing", "add " + key + ": …");
    }
    return value;
  }

  /** Returns a required text. */
  String text(String key) {
    return scalar(required(key), "'" + key + "'");
  }

  /** Returns an optional text. */
  Optional<String> optionalText(String key) {
    return node(key).map(value -> scalar(value, "'" + key + "'"));
  }

  /** Returns a required text that matches a pattern. */
  String matching(String key, Pattern pattern, String what, String fix) {
    return matching(key, text(key), pattern, what, fix);
  }

  /** Returns the value of a key that matches a pattern. */
  String matching(String key, String value, Pattern pattern, String what, String fix) {
    if (!pattern.matcher(value).matches()) {
      throw wrong(key, "'" + shown(value) + "' is not " + what, "write " + fix);
    }
    return value;
  }

  /** Returns an optional list of texts; empty when the key is missing. */
  List<String> list(String key) {
    return list(key, (at, text) -> text);
  }

  /** Returns an optional list, each text converted with its node; empty when the key is missing. */
  <T> List<T> list(String key, BiFunction<Node, String, T> each) {
    Optional<Node> value = node(key);
    if (value.isPresent() && !(value.get() instanceof SequenceNode)) {
      throw wrong(key, "'" + key + "' is a list", "write " + key + ": [ … ]");
    }
    return value.map(list -> items(key, ((SequenceNode) list).getValue(), each)).orElse(List.of());
  }

  /** Returns one required text or a list of them, at least one, each converted with its node. */
  <T> List<T> texts(String key, BiFunction<Node, String, T> each) {
    Node value = required(key);
    return items(key, value instanceof SequenceNode ? nodes(key) : List.of(value), each);
  }

  private <T> List<T> items(String key, List<Node> nodes, BiFunction<Node, String, T> each) {
    String what = "an item of '" + key + "'";
    return nodes.stream().map(value -> each.apply(value, scalar(value, what))).toList();
  }

  /** Returns the nodes of an optional list that has at least one; none when the key is missing. */
  List<Node> nodes(String key) {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      throw wrong(value, "'" + key + "' is a list", "write each on a line that begins with a dash");
    }
    if (sequence.getValue().isEmpty()) {
      throw wrong(value, "'" + key + "' is empty", "write at least one, or remove it");
    }
    return sequence.getValue();
  }

  /** Returns the node of an optional key. */
  Optional<Node> node(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Returns the keys that the file has. */
  Set<String> keys() {
    return values.keySet();
  }

  /** Returns an error at the value of a key. */
  RecipeFailure wrong(String key, String what, String fix) {
    return wrong(required(key), what, fix);
  }

  /** Returns an error at a node. */
  RecipeFailure wrong(Node at, String what, String fix) {
    String place =
        at.getStartMark()
            .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
            .orElse("");
    return wrong(file + place, what, fix, null);
  }

  /** Returns an error at a place, in one line for any recipe. */
  static RecipeFailure wrong(String place, String what, String fix, @Nullable Throwable cause) {
    return new RecipeFailure(TerminalText.line(place + ": " + what), fix, cause);
  }

  private String scalar(Node value, String what) {
    if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    throw wrong(
        value, what + " is a word or a line of text", "write it after the colon, on the same line");
  }
}
