// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.Resource;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program or file that a step of a run needs: a row of {@code tools.txt}.
 *
 * @param step such as {@code make}
 * @param why its purpose
 * @param apt the Debian package
 * @param dnf the CentOS or Fedora package
 * @param anyOf programs, or absolute paths of files; one of them is enough
 */
public record RequiredTool(
    String step,
    boolean optional,
    String name,
    String why,
    String apt,
    String dnf,
    List<String> anyOf) {
  private static final List<RequiredTool> ALL =
      Resource.text(RequiredTool.class, "tools.txt")
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> of(List.of(line.split("\\|"))))
          .toList();

  /** Returns the tools of some steps, in this order. */
  public static List<RequiredTool> of(String... steps) {
    return Stream.of(steps)
        .flatMap(step -> ALL.stream().filter(tool -> tool.step().equals(step)))
        .toList();
  }

  /** Returns its packages, for a sentence. */
  public String packages() {
    return apt.equals(dnf) ? apt : apt + " (Debian, Ubuntu) or " + dnf + " (CentOS, Fedora)";
  }

  /** Returns this tool with one more file that is enough. */
  RequiredTool orAt(String file) {
    return new RequiredTool(
        step,
        optional,
        name,
        why,
        apt,
        dnf,
        Stream.concat(anyOf.stream(), Stream.of(file)).toList());
  }

  private static RequiredTool of(List<String> row) {
    String step = row.get(0).strip();
    String name = row.get(1).strip();
    String[] more = {name, name, name};
    for (int i = 3; i < row.size(); i++) {
      more[i - 3] = row.get(i).strip();
    }
    return new RequiredTool(
        step.replace("?", ""),
        step.endsWith("?"),
        name,
        row.get(2).strip(),
        more[0],
        more[1],
        row.size() > 5 ? List.of(more[2].split(" ")) : List.of(name));
  }
}
