// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that decide how rpm reads a spec. */
public final class MacroOptions {
  static final List<String> NAMES = List.of("--with", "--without", "--define");

  @Option(names = "--with", paramLabel = "COND", description = "rpmbuild: enable a spec condition.")
  private List<String> with = new ArrayList<>();

  @Option(
      names = "--without",
      paramLabel = "COND",
      description = "rpmbuild: disable a spec condition.")
  private List<String> without = new ArrayList<>();

  @Option(names = "--define", paramLabel = "'MACRO VALUE'", description = "rpmbuild: set a macro.")
  private List<String> defines = new ArrayList<>();

  List<String> with() {
    return with;
  }

  List<String> without() {
    return without;
  }

  List<String> defines() {
    return defines;
  }

  /** Returns whether the user sets nothing. */
  public boolean isEmpty() {
    return with.isEmpty() && without.isEmpty() && defines.isEmpty();
  }

  /**
   * Returns the arguments for rpm.
   *
   * @throws InvalidOption when an option is invalid
   */
  public List<String> arguments() {
    require();
    List<String> all = new ArrayList<>();
    defines.forEach(macro -> all.addAll(List.of("--define", macro)));
    with.forEach(name -> all.addAll(List.of("--with", name)));
    without.forEach(name -> all.addAll(List.of("--without", name)));
    return all;
  }

  /** Requires that each option is valid. */
  void require() {
    for (String macro : defines) {
      if (!macro.matches("(?s)[A-Za-z_][A-Za-z0-9_]*(\\([^)]*\\))?\\s.*")) {
        throw new InvalidOption(
            "cannot use --define '" + macro + "': not a macro", "pass --define 'MACRO VALUE'");
      }
    }
    for (String condition : Stream.concat(with.stream(), without.stream()).toList()) {
      if (!condition.matches("[A-Za-z0-9_]+")) {
        throw new InvalidOption(
            "cannot use '" + condition + "': not a condition of a spec",
            "pass a name such as debuginfo");
      }
    }
  }
}
