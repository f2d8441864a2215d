// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.recipe.SettingTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the table of {@link SettingTable}. */
final class SettingReader {
  private static final Set<String> TABLE = YamlMap.keys("message", "eras");
  private static final Set<String> ERA =
      YamlMap.keys("name", "kernels", "where", "values", "parts");
  private static final Set<String> VALUES = YamlMap.keys("LENGTH", "FIELD", "SCOPE");
  private static final Pattern PART = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private final String file;

  SettingReader(String file) {
    this.file = file;
  }

  /** Reads the text of a table; fails when it is invalid. */
  SettingTable read(String text) {
    Node root = new YamlText(file).compose(text);
    YamlMap table = new YamlMap(file, root, "the table of eras", TABLE);
    table.required("eras");
    return new SettingTable(
        table.text("message"),
        table.nodes("eras").stream().map(n -> era(table.child(n, "an era", ERA))).toList());
  }

  private static SettingTable.Era era(YamlMap map) {
    YamlMap values = map.child(map.required("values"), "the values", VALUES);
    Map<String, String> all = new LinkedHashMap<>();
    VALUES.forEach(name -> all.put(name, values.text(name)));
    map.required("where");
    List<String> parts =
        map.texts(
            "parts",
            (node, name) -> map.matching("parts", name, PART, "the name of a template", "one"));
    return new SettingTable.Era(
        map.text("name"), map.text("kernels"), RemedyReader.marks(map, "where"), all, parts);
  }
}
