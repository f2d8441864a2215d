// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.SpecHelp;
import io.github.twlen.recipe.SpecMacro;
import io.github.twlen.recipe.ToolLimit;
import io.github.twlen.recipe.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the table of remedies. Every error names the file, the line and the column, and the fix.
 */
public final class RemedyReader {
  private static final Set<String> TABLE =
      YamlMap.keys("remedies", "limits", "macros", "beside-kernel");
  private static final Set<String> REMEDY =
      YamlMap.keys(
          "name", "mends", "kernels", "tool", "where", "unless", "flags", "header", "patch");
  private static final Set<String> LIMIT =
      YamlMap.keys("kernels", "tool", "alone", "helped", "fails", "why", "instead");
  private static final Set<String> MACRO = YamlMap.keys("name", "package", "stand-in", "effect");
  private static final Set<String> RANGE = YamlMap.keys("from", "before");
  private static final Set<String> TOOL = YamlMap.keys("name", "from", "before");
  private static final Set<String> MARK = YamlMap.keys("file", "text");
  private static final Set<String> FLAGS =
      YamlMap.keys("kernel", "program", "program-link", "linker", "without");
  private static final Set<String> HEADER = YamlMap.keys("path", "text");

  private static final Pattern MACRO_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{2,}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /** An argument without special characters of the shell; it becomes a part of a script. */
  private static final Pattern ARGUMENT = Pattern.compile("-[A-Za-z0-9_=,.+/*-]+");

  /** A path that stays below the tree. */
  private static final Pattern PATH =
      Pattern.compile(
          "(?!.*\\.\\.)[A-Za-z0-9_@][A-Za-z0-9_.@+-]*(/[A-Za-z0-9_@][A-Za-z0-9_.@+-]*)*");

  private static final Pattern PATCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*\\.patch\\.in");

  private final String file;

  public RemedyReader(String file) {
    this.file = file;
  }

  /** Reads the text of a table; fails when it is invalid. */
  public RemedyTable read(String text) {
    Node root = new YamlText(file).compose(text);
    YamlMap table = new YamlMap(file, root, "the table of remedies", TABLE);
    List<Remedy> remedies =
        maps(table, "remedies", "a remedy", REMEDY).map(RemedyReader::remedy).toList();
    Set<String> names = new HashSet<>();
    for (Remedy one : remedies) {
      if (!names.add(one.name())) {
        throw table.wrong("remedies", "duplicate remedy '" + one.name() + "'", "rename one");
      }
    }
    return new RemedyTable(
        remedies,
        maps(table, "limits", "a limit", LIMIT).map(RemedyReader::limit).toList(),
        new SpecHelp(
            maps(table, "macros", "a macro", MACRO).map(RemedyReader::macro).toList(),
            RecipeReader.conditions(table, "beside-kernel")));
  }

  private static Stream<YamlMap> maps(YamlMap map, String key, String what, Set<String> known) {
    return map.nodes(key).stream().map(node -> map.child(node, what, known));
  }

  private static SpecMacro macro(YamlMap map) {
    String name = checked(map, "name", MACRO_NAME, "a macro's bare name");
    Optional<String> standIn = map.optionalText("stand-in");
    if (standIn.filter(text -> !text.matches(name + "(\\([^)]*\\))? .+")).isPresent()) {
      throw map.wrong(
          "stand-in",
          "this does not define " + name,
          "write the macro's name, its options in brackets if any, a space, and its text");
    }
    return new SpecMacro(name, map.text("package"), standIn, map.text("effect"));
  }

  private static Remedy remedy(YamlMap map) {
    YamlMap tool = map.child(map.required("tool"), "a tool", TOOL);
    YamlMap kernels = map.child(map.required("kernels"), "a range of kernels", RANGE);
    Optional<Remedy.Flags> flags =
        map.node("flags").map(node -> flags(map.child(node, "flags", FLAGS)));
    Optional<Remedy.SideHeader> header =
        map.node("header").map(node -> header(map.child(node, "a header", HEADER)));
    Optional<String> patch =
        map.node("patch").map(at -> checked(map, "patch", PATCH, "NAME.patch.in, in patches/"));
    Remedy remedy =
        new Remedy(
            checked(map, "name", NAME, "small letters and dashes"),
            map.text("mends"),
            range(kernels),
            toolName(tool, "name"),
            range(tool),
            marks(map, "where"),
            marks(map, "unless"),
            flags.orElse(Remedy.Flags.NONE),
            header,
            patch);
    if (flags.isEmpty() && header.isEmpty() && patch.isEmpty()) {
      throw map.wrong("name", "this remedy has no effect", "add flags, header or patch");
    }
    return remedy;
  }

  private static ToolLimit limit(YamlMap map) {
    if (map.keys().contains("fails") != map.keys().contains("why")) {
      throw map.wrong("tool", "'fails' and 'why' need each other", "add the other");
    }
    return new ToolLimit(
        range(map.child(map.required("kernels"), "a range of kernels", RANGE)),
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
          key, "'" + name + "' is not a tool", "write one of " + String.join(", ", Remedy.TOOLS));
    }
    return name;
  }

  private static Version.Range range(YamlMap map) {
    return new Version.Range(version(map, "from"), version(map, "before"));
  }

  private static Optional<Version> version(YamlMap map, String key) {
    try {
      return map.optionalText(key).map(Version::of);
    } catch (IllegalArgumentException e) {
      throw map.wrong(key, "'" + map.text(key) + "' is not a version", "write one such as 4.9");
    }
  }

  static List<Remedy.Mark> marks(YamlMap map, String key) {
    return maps(map, key, "a mark", MARK)
        .map(
            mark ->
                new Remedy.Mark(
                    checked(mark, "file", PATH, "a path below the tree"),
                    mark.optionalText("text").orElse("")))
        .toList();
  }

  private static Remedy.Flags flags(YamlMap map) {
    return new Remedy.Flags(
        arguments(map, "kernel"),
        arguments(map, "program"),
        arguments(map, "program-link"),
        arguments(map, "linker"),
        arguments(map, "without"));
  }

  private static List<String> arguments(YamlMap map, String key) {
    List<String> arguments = map.list(key);
    // One without a dash belongs to the argument before it: -z max-page-size=4096.
    arguments.forEach(
        one ->
            map.matching(
                key, "-" + one, ARGUMENT, "valid here", "arguments without spaces or quotes"));
    return arguments;
  }

  private static Remedy.SideHeader header(YamlMap map) {
    return new Remedy.SideHeader(
        checked(map, "path", PATH, "such as linux/NAME.h"), map.text("text"));
  }

  private static String checked(YamlMap map, String key, Pattern pattern, String fix) {
    return map.matching(key, pattern, "valid here", fix);
  }
}
