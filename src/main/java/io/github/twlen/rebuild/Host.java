package io.github.twlen.rebuild;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.report.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a report says of the host and its tools. */
final class Host {
  /** Each tool with the words that make it print its version. */
  private static final Map<String, List<String>> TOOLS =
      Map.of(
          "gcc", List.of("gcc", "--version"),
          "make", List.of("make", "--version"),
          "ld", List.of("ld", "--version"),
          "ccache", List.of("ccache", "--version"),
          "qemu", List.of("qemu-system-x86_64", "--version"));

  private Host() {}

  static HostFacts facts() {
    return new HostFacts(
        distribution(),
        System.getProperty("os.version", "unknown"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.arch", "unknown"),
        System.getProperty("java.runtime.version", "unknown"));
  }

  /** The version lines of the tools that are there. */
  static Map<String, String> tools(CommandRunner runner) {
    Map<String, String> lines = new TreeMap<>();
    TOOLS.forEach(
        (name, words) ->
            Need.program(words.get(0), "")
                .found()
                .flatMap(f -> firstLine(runner, words))
                .ifPresent(line -> lines.put(name, line)));
    return lines;
  }

  private static Optional<String> firstLine(CommandRunner runner, List<String> words) {
    CommandResult result = runner.run(Command.of(words.toArray(String[]::new)));
    return result.output().stream().findFirst();
  }

  private static String distribution() {
    try {
      return Files.readAllLines(Path.of("/etc/os-release")).stream()
          .filter(line -> line.startsWith("PRETTY_NAME="))
          .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
