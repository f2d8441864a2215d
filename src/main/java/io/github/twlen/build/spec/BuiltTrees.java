// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.build.spec.shell.WorkingDirectory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The trees that a spec builds, among those that %prep leaves: some specs keep a copy beside. */
public final class BuiltTrees {
  private static final List<String> SECTIONS = List.of("build", "install");

  private final Set<String> entered = new HashSet<>();
  private final String commands;

  private BuiltTrees(String commands) {
    this.commands = commands;
  }

  /** Reads an expanded spec. */
  public static BuiltTrees of(SpecFile expanded) {
    StringBuilder commands = new StringBuilder();
    expanded
        .lines()
        .filter(line -> SECTIONS.stream().anyMatch(line::isActiveIn))
        .forEach(line -> commands.append(line.text()).append('\n'));
    BuiltTrees built = new BuiltTrees(commands.toString());
    PrepWalk prep = PrepWalk.of(expanded);
    PrepWalk.of(expanded, "build", prep.subdirectory()).visited().stream()
        .map(WorkingDirectory::paths)
        .forEach(built.entered::addAll);
    return built;
  }

  /**
   * Returns whether %build or %install enters or names a tree.
   *
   * @param top the tree's directory, relative to rpm's build directory
   */
  public boolean has(Path top) {
    String name = Pattern.quote(String.valueOf(top.getFileName()));
    return entered.contains(top.toString())
        || Pattern.compile("(?<![\\w.+-])" + name + "(?![\\w.+-])").matcher(commands).find();
  }
}
