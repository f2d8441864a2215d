package io.github.twlen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The toy kernel, and a look at folders. */
final class Toys {
  private static final Path LINUX = Path.of("src/test/fakelinux");

  private Toys() {}

  /** A copy of the toy kernel that a test may spoil. */
  static Path linux(Path to) throws IOException {
    try (Stream<Path> all = Files.walk(LINUX)) {
      for (Path from : all.toList()) {
        Path target = to.resolve(LINUX.relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(target);
        } else {
          Files.copy(from, target);
        }
      }
    }
    return to;
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
