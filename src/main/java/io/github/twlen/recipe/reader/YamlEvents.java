// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * The events of a whole YAML text, for whoever composes nodes of them. What it fails at is the one
 * that it took last, which its exceptions do not always tell.
 */
final class YamlEvents implements Parser {
  private final Deque<Event> events = new ArrayDeque<>();
  private Optional<Mark> place = Optional.empty();

  void add(Event event) {
    events.add(event);
  }

  /** Returns where the event begins that was taken last; empty before the first. */
  Optional<Mark> place() {
    return place;
  }

  @Override
  public boolean hasNext() {
    return !events.isEmpty();
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return hasNext() && events.element().getEventId() == choice;
  }

  @Override
  public Event peekEvent() {
    return events.element();
  }

  @Override
  public Event next() {
    Event event = events.remove();
    place = event.getStartMark();
    return event;
  }
}
