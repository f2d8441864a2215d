// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.SpecHelp;
import io.github.twlen.recipe.SpecMacro;
import io.github.twlen.recipe.ToolLimit;
import io.github.twlen.recipe.Version;
import io.github.twlen.recipe.VersionRange;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the table of remedies. Every error names the file, the line and the column, and what to
 * write instead.
 */
public final class RemedyReader {
  private static final Set<String> TABLE =
      RecipeReader.keys("remedies", "limits", "macros", "beside-kernel");
  private static final Set<String> REMEDY =
      RecipeReader.keys(
          "name", "mends", "kernels", "tool", "where", "unless", "flags", "header", "patch");
  private static final Set<String> LIMIT =
      RecipeReader.keys("kernels", "tool", "alone", "helped", "fails", "why", "instead");
  private static final Set<String> MACRO =
      RecipeReader.keys("name", "package", "stand-in", "effect");
  private static final Set<String> RANGE = RecipeReader.keys("from", "before");
  private static final Set<String> TOOL = RecipeReader.keys("name", "from", "before");
  private static final Set<String> MARK = RecipeReader.keys("file", "text");
  private static final Set<String> FLAGS =
      RecipeReader.keys("kernel", "program", "program-link", "linker", "without");
  private static final Set<String> HEADER = RecipeReader.keys("path", "text");

  private static final Pattern MACRO_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{2,}");

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /** A word that no shell takes for anything else; it becomes a part of a script. */
  private static final Pattern WORD = Pattern.compile("-[A-Za-z0-9_=,.+/*-]+");

  /** Below the tree, without a way out of it. */
  private static final Pattern PATH =
      Pattern.compile(
          "(?!.*\\.\\.)[A-Za-z0-9_@][A-Za-z0-9_.@+-]*(/[A-Za-z0-9_@][A-Za-z0-9_.@+-]*)*");

  private static final Pattern PATCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*\\.patch\\.in");

  private final String file;

  /**
   * @param file what messages call it
   */
  public RemedyReader(String file) {
    this.file = file;
  }

  /**
   * Reads the text of a table.
   *
   * @throws RecipeFailure when it is not right
   */
  public RemedyTable read(String text) {
    Node root = new YamlText(file).compose(text);
    YamlMap table = new YamlMap(file, root, "the table of remedies", TABLE);
    List<Remedy> remedies = table.nodes("remedies").stream().map(this::remedy).toList();
    Set<String> names = new HashSet<>();
    for (Remedy one : remedies) {
      if (!names.add(one.name())) {
        throw table.wrong(
            table.required("remedies"),
            "'" + one.name() + "' is the name of two remedies",
            "rename one of them");
      }
    }
    return new RemedyTable(
        remedies,
        table.nodes("limits").stream().map(this::limit).toList(),
        new SpecHelp(
            table.nodes("macros").stream().map(this::macro).toList(),
            RecipeReader.conditions(table, "beside-kernel")));
  }

  private SpecMacro macro(Node node) {
    YamlMap map = new YamlMap(file, node, "a macro", MACRO);
    String name =
        checked(map, map.required("name"), map.text("name"), MACRO_NAME, "a macro's bare name");
    Optional<String> standIn = map.optionalText("stand-in");
    if (standIn.filter(text -> !text.matches(name + "(\\([^)]*\\))? .+")).isPresent()) {
      throw map.wrong(
          map.required("stand-in"),
          "this does not define " + name,
          "write the macro's name, its options in brackets if any, a blank, and its text");
    }
    return new SpecMacro(name, map.text("package"), standIn, map.text("effect"));
  }

  private Remedy remedy(Node node) {
    YamlMap map = new YamlMap(file, node, "a remedy", REMEDY);
    YamlMap tool = new YamlMap(file, map.required("tool"), "a tool", TOOL);
    Optional<Remedy.Flags> flags = map.node("flags").map(this::flags);
    Optional<Remedy.SideHeader> header = map.node("header").map(this::header);
    Optional<String> patch =
        map.node("patch")
            .map(at -> checked(map, at, map.text("patch"), PATCH, "NAME.patch.in, in patches/"));
    if (flags.isEmpty() && header.isEmpty() && patch.isEmpty()) {
      throw map.wrong(node, "this remedy does nothing", "add flags, header or patch");
    }
    return new Remedy(
        checked(map, map.required("name"), map.text("name"), NAME, "small letters and dashes"),
        map.text("mends"),
        range(map.required("kernels"), "a range of kernels", RANGE),
        toolName(tool, "name"),
        range(map.required("tool"), "a tool", TOOL),
        map.nodes("where").stream().map(this::mark).toList(),
        map.nodes("unless").stream().map(this::mark).toList(),
        flags.orElse(Remedy.Flags.NONE),
        header,
        patch);
  }

  private ToolLimit limit(Node node) {
    YamlMap map = new YamlMap(file, node, "a limit", LIMIT);
    if (map.keys().contains("fails") != map.keys().contains("why")) {
      throw map.wrong(node, "'fails' and 'why' go together", "add the other");
    }
    return new ToolLimit(
        range(map.required("kernels"), "a range of kernels", RANGE),
        toolName(map, "tool"),
        version(map, "alone"),
        version(map, "helped"),
        version(map, "fails"),
        map.optionalText("why").orElse(""),
        map.text("instead"));
  }

  private static String toolName(YamlMap map, String key) {
    String name = map.text(key);
    if (!Remedy.TOOLS.contains(name)) {
      throw map.wrong(
          map.required(key),
          "'" + name + "' is not a tool",
          "write one of " + String.join(", ", Remedy.TOOLS));
    }
    return name;
  }

  private VersionRange range(Node node, String what, Set<String> known) {
    YamlMap map = new YamlMap(file, node, what, known);
    return new VersionRange(version(map, "from"), version(map, "before"));
  }

  private static Optional<Version> version(YamlMap map, String key) {
    return map.optionalText(key)
        .map(
            text -> {
              try {
                return Version.of(text);
              } catch (IllegalArgumentException e) {
                throw map.wrong(
                    map.required(key), "'" + text + "' is not a version", "write one such as 4.9");
              }
            });
  }

  private Remedy.Mark mark(Node node) {
    YamlMap map = new YamlMap(file, node, "a mark", MARK);
    return new Remedy.Mark(
        checked(map, map.required("file"), map.text("file"), PATH, "a path below the tree"),
        map.optionalText("text").orElse(""));
  }

  private Remedy.Flags flags(Node node) {
    YamlMap map = new YamlMap(file, node, "flags", FLAGS);
    return new Remedy.Flags(
        words(map, "kernel"),
        words(map, "program"),
        words(map, "program-link"),
        words(map, "linker"),
        words(map, "without"));
  }

  private static List<String> words(YamlMap map, String key) {
    List<String> words = map.optionalTexts(key).orElse(List.of());
    // A word that does not begin with a dash belongs to the one before it: -z max-page-size=4096.
    for (String word : words) {
      checked(map, map.required(key), "-" + word, WORD, "words without blanks or quotes");
    }
    return words;
  }

  private Remedy.SideHeader header(Node node) {
    YamlMap map = new YamlMap(file, node, "a header", HEADER);
    String path =
        checked(map, map.required("path"), map.text("path"), PATH, "such as linux/NAME.h");
    return new Remedy.SideHeader(path, map.text("text"));
  }

  private static String checked(
      YamlMap map, Node at, String value, Pattern pattern, String remedy) {
    if (!pattern.matcher(value).matches()) {
      throw map.wrong(at, "'" + value + "' is not right here", "write " + remedy);
    }
    return value;
  }
}
