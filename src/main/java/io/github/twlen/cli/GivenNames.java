// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.cli.option.InvalidOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds file names that Java cannot represent. On Linux a name is bytes; Java decodes them as UTF-8
 * and replaces an invalid byte by U+FFFD, which would name another file.
 *
 * @param process returns the bytes of {@code cmdline} or {@code environ} of this process, with a
 *     NUL after each entry; called only for a name with U+FFFD
 * @param directory the current directory
 */
record GivenNames(Function<String, byte[]> process, String directory) {
  private static final Path SELF = Path.of("/proc/self");
  private static final char LOST = '\ufffd';

  /** The beginnings of variables with file names; other variables are passed on as bytes. */
  private static final List<String> PATHS =
      List.of(
          "HOME=",
          "XDG_CACHE_HOME=",
          "XDG_CONFIG_HOME=",
          "VAGRANT_HOME=",
          "CCACHE_",
          "DISTCC_",
          "ICECC",
          "SCCACHE_");

  static GivenNames ofProcess() {
    return new GivenNames(GivenNames::read, System.getProperty("user.dir", ""));
  }

  private static byte[] read(String name) {
    try {
      return Files.readAllBytes(SELF.resolve(name));
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /**
   * Checks the current directory, the variables and the arguments.
   *
   * @throws io.github.twlen.TwlenFailure when one is not UTF-8
   */
  void check(Map<String, String> variables, String... arguments) {
    if (isLost(directory) && !isCurrent(directory)) {
      throw new MissingDependencyFailure(
          message("the current directory '" + directory + "'"),
          "rename it, or change to another directory");
    }
    for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
      String text = variable.getKey() + "=" + variable.getValue();
      boolean path = PATHS.stream().anyMatch(text::startsWith);
      if (path && isLost(text) && !isExact("environ", text)) {
        throw new MissingDependencyFailure(
            message("variable " + variable.getKey() + " with '" + variable.getValue() + "'"),
            "rename the file or directory, or set another value");
      }
    }
    for (int at = 0; at < arguments.length; at++) {
      if (isLost(arguments[at]) && !isExact("cmdline", arguments[at])) {
        throw new InvalidOption(
            message("argument " + (at + 1) + ", '" + arguments[at] + "'"),
            "rename the file, or pass another");
      }
    }
  }

  private static String message(String name) {
    return "cannot use " + name + ": it is not UTF-8";
  }

  private static boolean isLost(String text) {
    return text.indexOf(LOST) >= 0;
  }

  /** Returns whether the name itself has this character. */
  private boolean isExact(String list, String text) {
    // ISO-8859-1 compares bytes: no character represents several.
    String all = "\0" + new String(process.apply(list), StandardCharsets.ISO_8859_1);
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    return all.contains("\0" + new String(wanted, StandardCharsets.ISO_8859_1) + "\0");
  }

  private static boolean isCurrent(String directory) {
    try {
      return Files.isSameFile(Path.of(directory), SELF.resolve("cwd"));
    } catch (IOException e) {
      return false;
    }
  }
}
