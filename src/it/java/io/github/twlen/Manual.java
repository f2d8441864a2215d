// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** README and the pages that it leads to, as far as tests read them. */
public final class Manual {
  private static final List<Path> PLACES =
      List.of(
          Path.of("README.md"),
          Path.of(".github"),
          Path.of("src/site/markdown"),
          Path.of("patches"),
          Path.of("recipes"),
          Path.of("vagrant"));

  private static final Pattern COMMENT = Pattern.compile("<!-- (.*) -->");
  private static final Pattern LIST_ITEM = Pattern.compile(" *([-*]|\\d+\\.) .*");

  private Manual() {}

  /** All pages, as paths from the root of the repository. */
  public static List<String> pages() {
    List<String> pages = new ArrayList<>();
    for (Path place : PLACES) {
      try (Stream<Path> files = Files.walk(place)) {
        files.map(Path::toString).filter(name -> name.endsWith(".md")).sorted().forEach(pages::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return pages;
  }

  /** Returns the page that a translation translates, or the page itself. */
  static String original(String page) {
    return page.endsWith("/README.ja.md") ? "README.md" : page;
  }

  /** A page's text. */
  public static String text(String page) {
    try {
      return Files.readString(Path.of(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The calls of twlen in the blocks of a page, each as the words behind {@code twlen}. */
  public static List<List<String>> calls(String page) {
    return blocks(page).stream()
        .filter(CommandBlock::ofCommands)
        .flatMap(block -> block.calls().stream())
        .toList();
  }

  /** The fenced blocks of a page. */
  static List<CommandBlock> blocks(String page) {
    return blocks(page, text(page));
  }

  /**
   * The fenced blocks of a text.
   *
   * @throws AssertionError when a fence is not closed, says no language, or a block is indented
   *     instead: whether somebody may type that, nobody could tell
   */
  static List<CommandBlock> blocks(String page, String text) {
    List<CommandBlock> blocks = new ArrayList<>();
    List<String> lines = text.lines().toList();
    String before = "";
    boolean list = false;
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.strip().startsWith("```")) {
        int end = at + 1;
        while (end < lines.size() && !lines.get(end).strip().equals("```")) {
          end++;
        }
        String place = page + ":" + (at + 1);
        if (end == lines.size()) {
          throw new AssertionError(place + ": this fence is not closed");
        }
        String language = line.strip().substring(3);
        if (language.isEmpty()) {
          throw new AssertionError(place + ": say what it is: console, sh, yaml, text or another");
        }
        Matcher comment = COMMENT.matcher(before);
        Optional<String> mark =
            comment.matches() ? Optional.of(comment.group(1)) : Optional.empty();
        blocks.add(new CommandBlock(page, at + 1, language, mark, lines.subList(at + 1, end)));
        at = end;
        before = "";
      } else if (line.startsWith("    ") && before.isEmpty() && !list && !line.isBlank()) {
        throw new AssertionError(
            page + ":" + (at + 1) + ": a fence instead of four blanks, please");
      } else {
        if (!line.isBlank() && !line.startsWith("  ")) {
          list = LIST_ITEM.matcher(line).matches();
        }
        before = line.strip();
      }
    }
    return blocks;
  }

  /**
   * A call of twlen as a page has it, for a test that runs it.
   *
   * @param page its path from the root of the repository
   * @param beginning of the call, such as {@code twlen rebuild --seconds 15}
   * @return the words behind {@code twlen}, which may be changed
   * @throws AssertionError when the page has no such call, or several that differ
   */
  static List<String> words(String page, String beginning) {
    List<String> wanted = ShellLine.calls(beginning).get(0);
    List<List<String>> found =
        calls(page).stream()
            .filter(call -> call.size() >= wanted.size())
            .filter(call -> call.subList(0, wanted.size()).equals(wanted))
            .distinct()
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(page + " has " + found.size() + " calls that begin " + beginning);
    }
    return new ArrayList<>(found.get(0));
  }

  /**
   * What a page shows of such a call's output.
   *
   * @throws AssertionError when it shows nothing
   */
  static List<String> shown(String page, String beginning) {
    return blocks(page).stream()
        .filter(CommandBlock::ofCommands)
        .flatMap(block -> block.commands().stream())
        .filter(command -> command.text().startsWith(beginning))
        .map(CommandBlock.Shown::shown)
        .filter(lines -> !lines.isEmpty())
        .findFirst()
        .orElseThrow(() -> new AssertionError(page + " shows nothing of " + beginning));
  }
}
