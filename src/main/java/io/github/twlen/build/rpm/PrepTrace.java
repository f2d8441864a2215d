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
 * What %prep did with the patch, read from the trace that rpm's shell prints: one line a command,
 * with a plus in front (rpm sets {@code set -x}, see {@code ___build_pre} in its macros). So it can
 * be told afterwards why a tree stayed unpatched although all went well.
 */
final class PrepTrace implements Consumer<String> {
  private static final Pattern COMMAND = Pattern.compile("\\++ (.+)");
  private static final Pattern PATCH_FILE = Pattern.compile("[\\w.+-]+\\.(?:patch|diff)\\b");
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\\\\.|[^\\s'\\\\])+");

  private final String file;
  private final List<String> since = new ArrayList<>();
  private boolean named;
  private boolean other;

  /**
   * @param file the patch, among the sources
   */
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
    } else if (namesAnother(command)) {
      other = true;
    }
    if (named && !other) {
      since.add(command);
    }
  }

  private static boolean namesAnother(String command) {
    return PATCH_FILE.matcher(command).find();
  }

  /** The command that was to apply the patch, word by word; empty when none ran. */
  Optional<List<String>> applied() {
    return since.stream().map(PrepTrace::words).filter(PrepTrace::applies).findFirst();
  }

  private static boolean applies(List<String> words) {
    String program = words.isEmpty() ? "" : String.valueOf(Path.of(words.get(0)).getFileName());
    boolean byGit = program.equals("git") && (words.contains("apply") || words.contains("am"));
    return byGit || program.equals("patch");
  }

  /**
   * Why no command ran that could have applied it, in words.
   *
   * @param how how the spec was to come to it
   */
  String whyNone(String how) {
    if (!named) {
      return "%prep never came to the patch (" + how + ")";
    }
    String last =
        since.stream()
            .filter(command -> command.startsWith("[") || command.startsWith("'['"))
            .reduce((first, second) -> second)
            .map(test -> ", after the test " + test)
            .orElse("");
    return "%prep skipped the patch: " + file + " was named, and no command applied it" + last;
  }

  /** A traced command as words; bash quotes with apostrophes and backslashes. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group().replace("'", "").replaceAll("\\\\(.)", "$1"));
    }
    return words;
  }
}
