// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.TerminalText;
import io.github.twlen.recipe.RecipeFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file whose every error names the file, the line and the column. Keys that are
 * not known are errors: a misspelled one would silently do nothing.
 */
final class YamlMap {
  private final String file;
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /**
   * @param what what this mapping is, such as {@code "a recipe"}
   * @param known every key that may stand in it
   */
  YamlMap(String file, Node node, String what, Set<String> known) {
    this.file = file;
    this.node = node;
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node, what + " is a mapping of " + String.join(", ", known), "write key: value");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode(), "a key");
      if (!known.contains(key)) {
        throw wrong(
            tuple.getKeyNode(),
            "'" + RecipeReader.shown(key) + "' is not a key of " + what,
            Suggestion.to(key, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("there are " + String.join(", ", known)));
      }
      if (values.put(key, tuple.getValueNode()) != null) {
        throw wrong(
            tuple.getKeyNode(),
            "'" + RecipeReader.shown(key) + "' stands here twice",
            "take one of them out");
      }
    }
  }

  /** The value of a key that must be there. */
  Node required(String key) {
    Node value = values.get(key);
    if (value == null) {
      throw wrong(node, "'" + key + "' is missing", "add " + key + ": …");
    }
    return value;
  }

  /** A text that must be there. */
  String text(String key) {
    return scalar(required(key), "'" + key + "'");
  }

  /** A text that may be there. */
  Optional<String> optionalText(String key) {
    return Optional.ofNullable(values.get(key)).map(v -> scalar(v, "'" + key + "'"));
  }

  /** A list of texts that may be there. */
  Optional<List<String>> optionalTexts(String key) {
    return Optional.ofNullable(values.get(key)).map(value -> list(key, (at, text) -> text));
  }

  /**
   * A list of texts that must be there.
   *
   * @param each what becomes of each, called with its node
   */
  <T> List<T> list(String key, BiFunction<Node, String, T> each) {
    Node value = required(key);
    if (!(value instanceof SequenceNode sequence)) {
      throw wrong(value, "'" + key + "' is a list", "write " + key + ": [ … ]");
    }
    return sequence.getValue().stream()
        .map(v -> each.apply(v, scalar(v, "a word of '" + key + "'")))
        .toList();
  }

  /**
   * One text or a list of them, at least one; must be there.
   *
   * @param each what becomes of each, called with its node
   */
  <T> List<T> texts(String key, BiFunction<Node, String, T> each) {
    Node value = required(key);
    List<T> texts =
        (value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value))
            .stream().map(v -> each.apply(v, scalar(v, "a word of '" + key + "'"))).toList();
    if (texts.isEmpty()) {
      throw wrong(value, "'" + key + "' is empty", "write at least one, or take it out");
    }
    return texts;
  }

  /** The nodes of a list that may be there, but not empty; none when it is not. */
  List<Node> nodes(String key) {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      throw wrong(value, "'" + key + "' is a list", "write each on a line that begins with a dash");
    }
    if (sequence.getValue().isEmpty()) {
      throw wrong(value, "'" + key + "' is empty", "write at least one, or take it out");
    }
    return sequence.getValue();
  }

  /** The node of a key, for messages about its value. */
  Optional<Node> node(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Which keys are there. */
  Set<String> keys() {
    return values.keySet();
  }

  /** An error at a node. */
  RecipeFailure wrong(Node at, String what, String remedy) {
    return wrong(file, at.getStartMark(), what, remedy, null);
  }

  static RecipeFailure wrong(
      String file,
      Optional<Mark> mark,
      String what,
      String remedy,
      @org.jspecify.annotations.Nullable Throwable cause) {
    String place = mark.map(m -> ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1)).orElse("");
    // What the recipe says may end a line, and an error has one.
    return new RecipeFailure(TerminalText.line(file + place + ": " + what), remedy, cause);
  }

  private String scalar(Node value, String what) {
    if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    throw wrong(
        value, what + " is a word or a line of text", "write it after the colon, on the same line");
  }
}
