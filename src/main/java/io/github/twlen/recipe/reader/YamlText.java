// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.TerminalText;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.RecipeFailure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
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
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Parses a YAML file. Every error names the file, the line and the column: some exceptions of the
 * parser have no place, and some are not of its own type.
 *
 * @param file its name in messages
 */
record YamlText(String file) {
  private static final int DEEPEST = 32;

  /** More than any recipe has. */
  private static final int MOST_CHARACTERS = 1 << 16;

  private static final int MOST_SHOWN = 200;

  /** Returns the text of a file; fails when it is not UTF-8. */
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
   * Returns the nodes, each with its place; fails when it is not YAML, or too long or too deep for
   * a recipe.
   */
  Node compose(String text) {
    requireShort(text);
    requirePrintable(text);
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(MOST_CHARACTERS)
            .setAllowNonScalarKeys(true) // YamlMap rejects them with their place.
            .build();
    StreamReader reader = new StreamReader(settings, text);
    Events events = new Events();
    try {
      readShallow(new ParserImpl(settings, reader), events);
      return new Composer(settings, events)
          .getSingleNode()
          .orElseThrow(() -> wrong("1:1", "the file is empty", "write a recipe into it", null));
    } catch (RecipeFailure e) {
      throw e;
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark).or(reader::getMark);
      throw wrong(place(mark), problem(e.getProblem()), "fix the YAML there", e);
    } catch (YamlVersionException e) {
      String before = text.substring(0, Math.max(0, text.indexOf("%YAML")));
      throw wrong(end(before), "unknown YAML version", "write %YAML 1.2, or remove the line", e);
    } catch (RuntimeException e) {
      // Such as an escape of no character, or a tag that is no URI.
      throw wrong(place(events.last.or(reader::getMark)), problem(null), "fix the YAML there", e);
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
    OptionalInt bad = text.codePoints().filter(c -> !StreamReader.isPrintable(c)).findFirst();
    if (bad.isPresent()) {
      String what = String.format("YAML does not allow the character U+%04X", bad.getAsInt());
      String before = text.substring(0, text.indexOf(bad.getAsInt()));
      throw wrong(end(before), what, "remove it", null);
    }
  }

  /** The composer recurses into each level, so the depth is checked before. */
  private void readShallow(ParserImpl parser, Events events) {
    int depth = 0;
    while (parser.hasNext()) {
      Event event = parser.next();
      boolean opens = event instanceof CollectionStartEvent;
      depth += opens ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
      if (depth > DEEPEST) {
        String what = "nested more than " + DEEPEST + " deep";
        throw wrong(place(event.getStartMark()), what, "pass the recipe file", null);
      }
      events.queue.add(event);
    }
  }

  /** The parser quotes the text, which may be an address. */
  private static String problem(@Nullable String problem) {
    return problem == null || problem.isBlank()
        ? "invalid YAML"
        : TerminalText.beginning(
            Address.shownIn(problem.lines().findFirst().orElse("")), MOST_SHOWN);
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

  private RecipeFailure wrong(String place, String what, String fix, @Nullable Throwable cause) {
    return YamlMap.wrong(file + ":" + place, what, fix, cause);
  }

  /** The events of a whole text, with the place of the last one that the composer took. */
  private static final class Events implements Parser {
    private final Deque<Event> queue = new ArrayDeque<>();
    private Optional<Mark> last = Optional.empty();

    @Override
    public boolean hasNext() {
      return !queue.isEmpty();
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
      return hasNext() && queue.element().getEventId() == choice;
    }

    @Override
    public Event peekEvent() {
      return queue.element();
    }

    @Override
    public Event next() {
      last = queue.element().getStartMark();
      return queue.remove();
    }
  }
}
