package io.github.twlen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why {@link ManualIT} does not run a block: what it needs, or which test runs it. The reasons are
 * few, and each is held against the block.
 */
sealed interface Mark {
  /**
   * It needs what tests do not have.
   *
   * @param reason one of {@link #REASONS}
   */
  record Needs(String reason) implements Mark {}

  /**
   * Another test runs it.
   *
   * @param test the simple name of its class
   */
  record RunBy(String test) implements Mark {
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
              .filter(found -> found.group(1).equals(block.page()))
              .map(found -> found.group(2) + " ")
              .toList();
      return block.calls().stream()
          .map(call -> "twlen " + String.join(" ", call) + " ")
          .filter(call -> taken.stream().noneMatch(call::startsWith))
          .toList();
    }
  }

  /** Each reason, and what a block has that is marked so. */
  Map<String, Pattern> REASONS =
      Map.of(
          "the network",
          Pattern.compile(
              "--install\\b|apt-get|\\bmvn |\\.ci/run|\\b(mock|koji|copr-cli) |vagrant box add"
                  + "|box/build\\.sh|https?://"
                  + "|twlen (rebuild|build|fetch|patch) (centos|alma|rocky|distro|debian|linux(?!-\\d))\\S*"),
          "another host",
          Pattern.compile("--ssh |\\b(ssh|scp) "),
          "a CentOS host",
          Pattern.compile("\\b(dnf|yum|grubby|rpm -(ivh|Uvh|e)|grub2-\\w+) |/boot/grub"),
          "a host whose settings may change",
          Pattern.compile("sysctl -w|/etc/sysctl\\.d|\\breboot\\b"),
          "a kernel that was built",
          Pattern.compile("twlen verify \\S*(bzImage|\\.rpm|\\.deb) "),
          "Vagrant",
          Pattern.compile("\\bvagrant "));

  /**
   * Reads the mark of a block.
   *
   * @return empty where it has none: it is to be run
   * @throws AssertionError when the comment is no mark, or the block does not need what it says
   */
  static Optional<Mark> of(CommandBlock block) {
    return block.mark().map(text -> read(block, text));
  }

  private static Mark read(CommandBlock block, String text) {
    Matcher runBy = Pattern.compile("run by (\\w+IT)").matcher(text);
    if (runBy.matches()) {
      return new RunBy(runBy.group(1));
    }
    Matcher needs = Pattern.compile("needs (.+)").matcher(text);
    Pattern has = needs.matches() ? REASONS.get(needs.group(1)) : null;
    if (has == null) {
      throw new AssertionError(
          block.place()
              + ": <!-- "
              + text
              + " --> is no mark; a block needs one of "
              + REASONS.keySet());
    }
    if (!has.matcher(String.join("\n", block.lines())).find()) {
      throw new AssertionError(block.place() + ": nothing in it needs " + needs.group(1));
    }
    return new Needs(needs.group(1));
  }
}
