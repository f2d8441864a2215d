// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The names that a shell handed over, held against what Java made of them. On Linux a name is
 * bytes. Java reads them as UTF-8, and of a byte that is none it makes U+FFFD: such a name is that
 * of another file, which would be read, or written, instead.
 *
 * @param arguments the command line as the kernel has it, with a NUL behind each word; empty when
 *     it cannot be read
 * @param environment the same of the variables
 * @param directory the current directory
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes to look into, never compared.
record GivenNames(byte[] arguments, byte[] environment, String directory) {
  private static final Path SELF = Path.of("/proc/self");
  private static final char LOST = '\ufffd';

  /**
   * Variables that name files and are used as texts, or how their names begin. Others are handed on
   * as the bytes that they are.
   */
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

  /** What is wrong, told like a failure. */
  record Fault(ExitCode code, String what, String remedy) {}

  /** Those of this process. */
  static GivenNames ofProcess() {
    return new GivenNames(
        bytes(SELF.resolve("cmdline")),
        bytes(SELF.resolve("environ")),
        System.getProperty("user.dir", ""));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** Returns the first name that did not arrive as it was given; empty when all did. */
  Optional<Fault> fault(Map<String, String> variables, String... words) {
    if (isLost(directory) && !isHere(directory)) {
      return fault(
          ExitCode.HOST,
          "the current directory '" + directory + "'",
          "rename it, or change to another directory");
    }
    for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
      String text = variable.getKey() + "=" + variable.getValue();
      if (PATHS.stream().anyMatch(text::startsWith) && isLost(text) && !holds(environment, text)) {
        return fault(
            ExitCode.HOST,
            variable.getKey() + ", which is '" + variable.getValue() + "'",
            "rename what it names, or set it to something else");
      }
    }
    for (int at = 0; at < words.length; at++) {
      if (isLost(words[at]) && !holds(arguments, words[at])) {
        return fault(
            ExitCode.USAGE,
            "argument " + (at + 1) + ", '" + words[at] + "'",
            "rename the file, or name another");
      }
    }
    return Optional.empty();
  }

  private static Optional<Fault> fault(ExitCode code, String what, String remedy) {
    return Optional.of(new Fault(code, "cannot use " + what + ": it is not UTF-8", remedy));
  }

  private static boolean isLost(String text) {
    return text.indexOf(LOST) >= 0;
  }

  /** A name may hold that very character. */
  private static boolean holds(byte[] given, String text) {
    // One byte a character: where bytes are compared, no character can stand for several.
    String all = "\0" + new String(given, StandardCharsets.ISO_8859_1);
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    return all.contains("\0" + new String(wanted, StandardCharsets.ISO_8859_1) + "\0");
  }

  private static boolean isHere(String directory) {
    try {
      return Files.isSameFile(Path.of(directory), SELF.resolve("cwd"));
    } catch (IOException e) {
      return false;
    }
  }
}
