// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Creates toy kernels and records the state of directories. */
final class ToyKernel {
  private static final Path LINUX = Path.of("src/test/fakelinux");
  private static final Path AGED = Path.of("src/test/fakelinux-old");
  private static final Path OLD = Path.of("src/test/fakeold");

  private ToyKernel() {}

  /** Returns a copy of the toy kernel for one test. */
  static Path linux(Path to) throws IOException {
    return copied(LINUX, to);
  }

  /** Returns a copy with another version and an old kernel's problems with new tools. */
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
   * Turns a toy kernel into an older one with an older kconfig.
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

  /** Returns the content and time of each file, to show that a directory is unchanged. */
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
