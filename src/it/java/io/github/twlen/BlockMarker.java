// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why {@link ManualIT} does not run a block: it needs the network, or another test runs it. Both
 * are held against the block.
 */
sealed interface BlockMarker {
  /** It needs what tests do not have: a server, a registry, another host. */
  record NeedsNetwork() implements BlockMarker {}

  /**
   * Another test runs it.
   *
   * @param test the simple name of its class
   */
  record RunBy(String test) implements BlockMarker {
    private static final Pattern WORDS =
        Pattern.compile("Manual\\s*\\.words\\(\\s*\"([^\"]+)\",\\s*\"([^\"]+)\"\\s*\\)");

    /**
     * What of the block that test does not take from the page, by its source.
     *
     * @return the calls; the block's place where it has none, or where there is no such test
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

  /** What a block has that needs the network. */
  Pattern NETWORK =
      Pattern.compile(
          "--install\\b|apt-get|\\bmvn |\\.ci/run|\\b(mock|koji|copr-cli) |vagrant box"
              + " add|box/build\\.sh|https?://|--ssh |twlen (rebuild|build|fetch|patch)"
              + " (centos|alma|rocky|distro|debian|linux(?!-\\d))\\S*");

  /**
   * Reads the mark of a block.
   *
   * @return empty where it has none: it is to be run
   * @throws AssertionError when the comment is no mark, or the block does not need what it says
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
