// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.RecipeBook;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Makes toy kernels of each era out of the bundled templates: the lines that a template must find,
 * as often and in the region that it says, in the style of the kernel.
 */
final class ToyEras {
  static final RecipeBook BOOK = new RecipeBook(List.of());
  static final SettingTable TABLE = BOOK.settings();

  private static final String HEADER =
      """
      #define TCP_TIMEWAIT_LEN (60*HZ) /* how long to wait to destroy TIME-WAIT
      \t\t\t\t  * state, about 60 seconds\t*/
      #define TCP_FIN_TIMEOUT\tTCP_TIMEWAIT_LEN
      """;

  private ToyEras() {}

  static SettingPatch patch(int seconds) {
    return new SettingPatch(TABLE, BOOK::bytes, BOOK::shown, new TimewaitLength(seconds));
  }

  /** Returns the files of a kernel of the last era. */
  static Map<String, byte[]> newest() {
    return kernel(TABLE.eras().get(TABLE.eras().size() - 1));
  }

  /** Returns the files of a kernel of an era. */
  static Map<String, byte[]> kernel(SettingTable.Era era) {
    Map<String, StringBuilder> files = new TreeMap<>();
    files.put(TimewaitLength.HEADER, new StringBuilder(HEADER));
    Map<String, Map<String, List<String>>> regions = new TreeMap<>();
    for (String part : era.parts()) {
      String name = SettingTable.template(part);
      SettingTemplate.parse(name, BOOK.bytes(name), era.values())
          .edits()
          .forEach((path, edits) -> edits.forEach(edit -> add(regions, file(path), edit)));
    }
    regions.forEach(
        (path, scopes) -> {
          StringBuilder text = files.computeIfAbsent(path, p -> new StringBuilder());
          scopes.forEach((scope, lines) -> text.append(region(text.toString(), scope, lines)));
        });
    for (var mark : era.where()) {
      StringBuilder text = files.computeIfAbsent(mark.file(), p -> new StringBuilder());
      if (text.indexOf(mark.text()) < 0) {
        text.append(mark.text()).append("\n");
      }
    }
    Map<String, byte[]> kernel = new LinkedHashMap<>();
    files.forEach(
        (path, text) -> kernel.put(path, text.toString().getBytes(StandardCharsets.ISO_8859_1)));
    return kernel;
  }

  private static void add(
      Map<String, Map<String, List<String>>> regions, String path, SettingEdit edit) {
    List<String> lines =
        regions
            .computeIfAbsent(path, p -> new LinkedHashMap<>())
            .computeIfAbsent(edit.scope(), s -> new ArrayList<>());
    for (int i = 0; i < edit.times(); i++) {
      lines.addAll(edit.before());
      boolean open = lines.get(lines.size() - 1).endsWith(",");
      lines.add(open ? "\t\tconst int slot);" : path.endsWith(".c") ? "\t/* " + i + " */" : "");
    }
  }

  private static String region(String above, String scope, List<String> lines) {
    String body = String.join("\n", lines) + "\n";
    if (scope.equals(SourceScope.FILE)) {
      return body;
    }
    if (above.contains(" " + scope + "[] = {\n\t{\n")) {
      return "\t\t.procname = \"first\",\n\t},\n" + body + "};\n"; // A template opened it.
    }
    if (scope.equals("struct net")) {
      return "struct net {\n\tint ifindex;\n" + body; // The template has the brace at its end.
    }
    if (scope.startsWith("struct ")) {
      return scope + " {\n" + body + "};\n";
    }
    return scope.endsWith("()")
        ? "static int\n"
            + scope.replace("()", "(struct sock *sk,\n\t  int state)\n{\n")
            + body
            + "}\n"
        : "static struct thing " + scope + "[] = {\n" + body + "};\n";
  }

  private static String file(String path) {
    return path.replaceFirst("\\{(\\w+),.*", "$1");
  }

  static String text(Map<String, byte[]> kernel, String path) {
    return new String(Objects.requireNonNull(kernel.get(path)), StandardCharsets.ISO_8859_1);
  }

  /** Returns the kernel with a text in a file replaced, which must be there. */
  static Map<String, byte[]> with(
      Map<String, byte[]> kernel, String path, String text, String replacement) {
    String before = text(kernel, path);
    if (!before.contains(text)) {
      throw new IllegalArgumentException(path + " has no " + text);
    }
    Map<String, byte[]> changed = new LinkedHashMap<>(kernel);
    changed.put(path, before.replace(text, replacement).getBytes(StandardCharsets.ISO_8859_1));
    return changed;
  }
}
