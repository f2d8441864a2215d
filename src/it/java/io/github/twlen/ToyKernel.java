// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The toy kernel, and a look at folders. */
final class ToyKernel {
  private static final Path LINUX = Path.of("src/test/fakelinux");
  private static final Path AGED = Path.of("src/test/fakelinux-old");
  private static final Path OLD = Path.of("src/test/fakeold");

  private ToyKernel() {}

  /** A copy of the toy kernel that a test may spoil. */
  static Path linux(Path to) throws IOException {
    return copied(LINUX, to);
  }

  /** The same with what an old kernel has trouble with on new tools, and another version. */
  static Path old(Path to, int major, int minor) throws IOException {
    copied(OLD, copied(LINUX, to));
    Path makefile = to.resolve("Makefile");
    String text =
        Files.readString(makefile)
            .replaceFirst("VERSION = .*", "VERSION = " + major)
            .replaceFirst("PATCHLEVEL = .*", "PATCHLEVEL = " + minor);
    Files.writeString(makefile, text + "\ninclude old.mk\nKBUILD_CFLAGS += -Werror\n");
    return to;
  }

  private static Path copied(Path folder, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path from : all.toList()) {
        Path target = to.resolve(folder.relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(target);
        } else {
          Files.copy(from, target);
        }
      }
    }
    return to;
  }

  /**
   * Makes a toy kernel one of an earlier age, with a kconfig of then.
   *
   * @param age {@code 3.6}, before olddefconfig, or {@code 3.16}, before tinyconfig
   */
  static void aged(Path tree, String age) throws IOException {
    Files.copy(AGED.resolve("Kconfig"), tree.resolve("Kconfig"));
    Files.copy(
        AGED.resolve("conf"), Files.createDirectory(tree.resolve("scripts")).resolve("conf"));
    Path makefile = tree.resolve("Makefile");
    String[] parts = Files.readString(makefile).split("(?m)^# (end of )?kconfig.*\n");
    assertThat(parts).hasSize(3);
    Files.writeString(makefile, parts[0] + Files.readString(AGED.resolve(age + ".mk")) + parts[2]);
  }

  /** Each file below a folder with its content and time: equal before and after means untouched. */
  static Map<String, String> state(Path folder) throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        state.put(
            folder.relativize(path).toString(),
            Files.getLastModifiedTime(path)
                + " "
                + java.util.Arrays.hashCode(Files.readAllBytes(path)));
      }
    }
    return state;
  }
}
