// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.manual;

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

/** Reads README and the pages that it links. */
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

  /** Returns all pages, as paths from the root of the repository. */
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

  /** Returns a page's text. */
  public static String text(String page) {
    try {
      return Files.readString(Path.of(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the arguments of each call of twlen in the blocks of a page. */
  public static List<List<String>> calls(String page) {
    return blocks(page).stream()
        .filter(CommandBlock::ofCommands)
        .flatMap(block -> block.calls().stream())
        .toList();
  }

  /** Returns the fenced blocks of a page. */
  static List<CommandBlock> blocks(String page) {
    return blocks(page, text(page));
  }

  /**
   * Returns the fenced blocks of a text.
   *
   * @throws AssertionError if a fence has no end or no language, or if a block is indented instead
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
          throw new AssertionError(place + ": this fence has no end");
        }
        String language = line.strip().substring(3);
        if (language.isEmpty()) {
          throw new AssertionError(
              place + ": add the language: console, sh, yaml, text or another");
        }
        Matcher comment = COMMENT.matcher(before);
        Optional<String> mark =
            comment.matches() ? Optional.of(comment.group(1)) : Optional.empty();
        blocks.add(new CommandBlock(page, at + 1, language, mark, lines.subList(at + 1, end)));
        at = end;
        before = "";
      } else if (line.startsWith("    ") && before.isEmpty() && !list && !line.isBlank()) {
        throw new AssertionError(page + ":" + (at + 1) + ": use a fence instead of four spaces");
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
   * Returns the arguments of a call of twlen in a page, for a test that runs it.
   *
   * @param page its path from the root of the repository
   * @param beginning of the call, such as {@code twlen rebuild --seconds 15}
   * @return a new list
   * @throws AssertionError if the page has no such call, or several different ones
   */
  public static List<String> words(String page, String beginning) {
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
   * Returns the output that a page shows for such a call.
   *
   * @throws AssertionError if it shows none
   */
  public static List<String> shown(String page, String beginning) {
    return blocks(page).stream()
        .filter(CommandBlock::ofCommands)
        .flatMap(block -> block.commands().stream())
        .filter(command -> command.text().startsWith(beginning))
        .map(CommandBlock.Shown::shown)
        .filter(lines -> !lines.isEmpty())
        .findFirst()
        .orElseThrow(() -> new AssertionError(page + " shows no output of " + beginning));
  }
}
