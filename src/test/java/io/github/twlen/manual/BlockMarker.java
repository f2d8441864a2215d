// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The reason why {@link ManualIT} does not run a block; it must be true for the block. */
sealed interface BlockMarker {
  /** The block needs a server, a registry or another host, which tests do not have. */
  record NeedsNetwork() implements BlockMarker {}

  /**
   * Another test runs the block.
   *
   * @param test the simple name of its class
   */
  record RunBy(String test) implements BlockMarker {
    private static final Pattern WORDS =
        Pattern.compile("Manual\\s*\\.words\\(\\s*\"([^\"]+)\",\\s*\"([^\"]+)\"\\s*\\)");

    /**
     * Finds the calls of a block that the source of the test does not take from the page.
     *
     * @return the calls; the block's place if the test takes none or does not exist
     */
    List<String> misses(CommandBlock block) throws IOException {
      Optional<Path> source;
      try (Stream<Path> all = Files.walk(Path.of("src/it/java"))) {
        source = all.filter(f -> f.endsWith(test + ".java")).findFirst();
      }
      if (source.isEmpty() || block.calls().isEmpty()) {
        return List.of(block.place());
      }
      List<String> taken =
          WORDS
              .matcher(Files.readString(source.get()))
              .results()
              .filter(found -> found.group(1).equals(Manual.original(block.page())))
              .map(found -> found.group(2) + " ")
              .toList();
      return block.calls().stream()
          .map(call -> "twlen " + String.join(" ", call) + " ")
          .filter(call -> taken.stream().noneMatch(call::startsWith))
          .toList();
    }
  }

  /** Programs and options that need the network. */
  Pattern NETWORK =
      Pattern.compile(
          "--install\\b|apt-get|\\bmvn |\\.ci/run|\\b(mock|koji|copr-cli) |vagrant box"
              + " add|box/build\\.sh|https?://|--(ssh|hosts) |twlen (rebuild|build|fetch|patch)"
              + " (centos|alma|rocky|distro|debian|linux(?!-\\d))\\S*");

  /**
   * Reads the marker of a block.
   *
   * @return empty without a marker; the block must then be run
   * @throws AssertionError if the comment is not a marker, or is wrong for the block
   */
  static Optional<BlockMarker> of(CommandBlock block) {
    return block.mark().map(text -> read(block, text));
  }

  private static BlockMarker read(CommandBlock block, String text) {
    Matcher runBy = Pattern.compile("run by (\\w+IT)").matcher(text);
    if (runBy.matches()) {
      return new RunBy(runBy.group(1));
    }
    if (!text.equals("needs the network")) {
      throw new AssertionError(
          block.place() + ": <!-- " + text + " --> is no mark: it needs the network or is run by");
    }
    if (!NETWORK.matcher(String.join("\n", block.lines())).find()) {
      throw new AssertionError(block.place() + ": nothing in it needs the network");
    }
    return new NeedsNetwork();
  }
}
