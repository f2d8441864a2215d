// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what %prep did with the patch from the trace of rpm's shell, one line a command after a
 * plus sign (rpm sets {@code set -x}, see {@code ___build_pre} in its macros). It explains why a
 * tree is unpatched although %prep succeeded.
 */
final class PrepTrace implements Consumer<String> {
  private static final Pattern COMMAND = Pattern.compile("\\++ (.+)");
  private static final Pattern PATCH_FILE = Pattern.compile("[\\w.+-]+\\.(?:patch|diff)\\b");
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\\\\.|[^\\s'\\\\])+");

  private final String file;
  private final List<String> commands = new ArrayList<>();
  private boolean named;
  private boolean other;

  PrepTrace(String file) {
    this.file = file;
  }

  @Override
  public void accept(String line) {
    Matcher traced = COMMAND.matcher(line);
    if (!traced.matches()) {
      return;
    }
    String command = traced.group(1);
    if (command.contains(file)) {
      named = true;
      other = false;
    } else if (PATCH_FILE.matcher(command).find()) {
      other = true;
    }
    if (named && !other) {
      commands.add(command);
    }
  }

  /** Returns the arguments of the command that should have applied the patch, if one ran. */
  Optional<List<String>> applied() {
    return commands.stream().map(PrepTrace::arguments).filter(PrepTrace::applies).findFirst();
  }

  private static boolean applies(List<String> argv) {
    String program = argv.isEmpty() ? "" : String.valueOf(Path.of(argv.get(0)).getFileName());
    boolean byGit = program.equals("git") && (argv.contains("apply") || argv.contains("am"));
    return byGit || program.equals("patch");
  }

  /** Explains why no command applied the patch. */
  String whyNone(String how) {
    if (!named) {
      return "%prep never reached the patch (" + how + ")";
    }
    String last =
        commands.stream()
            .filter(command -> command.startsWith("[") || command.startsWith("'['"))
            .reduce((first, second) -> second)
            .map(test -> ", after the test " + test)
            .orElse("");
    return "%prep skipped the patch: no command applied " + file + last;
  }

  /** Splits a traced command; bash quotes with apostrophes and backslashes. */
  private static List<String> arguments(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group().replace("'", "").replaceAll("\\\\(.)", "$1"))
        .toList();
  }
}
