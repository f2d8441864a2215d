// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.RecipeFailure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Parses a YAML file. Whatever the parser does with a text, every error names the file, the line
 * and the column: some of its exceptions know no place, and some are not of its own kind.
 *
 * @param file what messages call it
 */
record YamlText(String file) {
  private static final int DEEPEST = 32;

  /** Bigger than any recipe; a file of this size is something else. */
  private static final int MOST_CHARACTERS = 1 << 16;

  private static final int MOST_SHOWN = 200;

  /**
   * Returns the text of a file.
   *
   * @throws RecipeFailure when it is not UTF-8
   */
  String decode(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      String what = String.format("the byte 0x%02x is not UTF-8", bytes[in.position()]);
      throw wrong(end(out), what, "write the recipe in UTF-8", null);
    }
    return out.toString();
  }

  /**
   * Returns the nodes, each with its place.
   *
   * @throws RecipeFailure when it is not YAML, or none that a recipe could be
   */
  Node compose(String text) {
    requireShort(text);
    requirePrintable(text);
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(MOST_CHARACTERS)
            .setAllowNonScalarKeys(true) // YamlMap refuses them, and knows where they are.
            .build();
    StreamReader reader = new StreamReader(settings, text);
    YamlEvents events = new YamlEvents();
    try {
      readShallow(new ParserImpl(settings, reader), events);
      return new Composer(settings, events)
          .getSingleNode()
          .orElseThrow(() -> wrong("1:1", "the file is empty", "write a recipe into it", null));
    } catch (RecipeFailure e) {
      throw e;
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark).or(reader::getMark);
      throw wrong(place(mark), words(e.getProblem()), "fix the YAML there", e);
    } catch (YamlVersionException e) {
      String before = text.substring(0, Math.max(0, text.indexOf("%YAML")));
      throw wrong(end(before), "unknown version of YAML", "write %YAML 1.2, or no such line", e);
    } catch (RuntimeException e) {
      // An escape of no character, for one, or a tag that is no URI.
      throw wrong(place(events.place().or(reader::getMark)), words(null), "fix the YAML there", e);
    }
  }

  private void requireShort(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw wrong(
          end(text.substring(0, MOST_CHARACTERS)),
          "too long for a recipe: " + text.length() + " characters",
          "pass the recipe file",
          null);
    }
  }

  private void requirePrintable(String text) {
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (!StreamReader.isPrintable(character)) {
        throw wrong(
            end(text.substring(0, at)),
            String.format("YAML has no character U+%04X", character),
            "remove it",
            null);
      }
      at += Character.charCount(character);
    }
  }

  /** Whoever composes nodes calls itself for each level. */
  private void readShallow(ParserImpl parser, YamlEvents events) {
    int depth = 0;
    while (parser.hasNext()) {
      Event event = parser.next();
      boolean opens = event instanceof CollectionStartEvent;
      depth += opens ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
      if (depth > DEEPEST) {
        String what = "nested more than " + DEEPEST + " deep";
        throw wrong(place(event.getStartMark()), what, "pass the recipe file", null);
      }
      events.add(event);
    }
  }

  /** The parser's words name what stands there. */
  private static String words(@Nullable String problem) {
    if (problem == null || problem.isBlank()) {
      return "this is not YAML";
    }
    String shown = Address.shownIn(problem.lines().findFirst().orElse(""));
    return shown.length() <= MOST_SHOWN ? shown : shown.substring(0, MOST_SHOWN) + "...";
  }

  private static String place(Optional<Mark> mark) {
    return mark.map(m -> (m.getLine() + 1) + ":" + (m.getColumn() + 1)).orElse("1:1");
  }

  /** Returns the line and the column that follow a text. */
  private static String end(CharSequence before) {
    String text = before.toString();
    int line = text.lastIndexOf('\n') + 1;
    return (text.chars().filter(c -> c == '\n').count() + 1)
        + ":"
        + (text.codePointCount(line, text.length()) + 1);
  }

  private RecipeFailure wrong(String place, String what, String remedy, @Nullable Throwable cause) {
    return YamlMap.wrong(file + ":" + place, Optional.empty(), what, remedy, cause);
  }
}
