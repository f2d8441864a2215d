// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.explain;

import io.github.twlen.Messages;
import io.github.twlen.survey.explain.KnownLine.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Explains the lines of a log, one after the other; it keeps one line of each kind. */
public final class LogExplainer {
  /** A part of these words in common is a similarity. */
  private static final double SIMILAR = 0.4;

  private static final class Kind {
    private final Explanation first;
    private long count;

    private Kind(Explanation first) {
      this.first = first;
    }
  }

  private final List<KnownLine> known = KnownLines.read();
  private final Map<String, Kind> found = new LinkedHashMap<>();
  private final Messages messages;
  private long number;
  private long lines;
  private long unknown;
  private String lastUnknown = "";

  public LogExplainer(Locale locale) {
    this.messages = Messages.of(LogExplainer.class, locale);
  }

  /** Takes the next line. */
  public void add(String text) {
    number++;
    String line = LogText.plain(text);
    if (line.isEmpty()) {
      return;
    }
    lines++;
    for (KnownLine one : known) {
      for (Spelling spelling : one.spellings()) {
        Matcher matcher = spelling.pattern().matcher(line);
        if (matcher.find()) {
          found.computeIfAbsent(one.name(), name -> new Kind(explain(one, spelling, matcher, line)))
              .count++;
          return;
        }
      }
    }
    unknown++;
    lastUnknown = line;
  }

  private Explanation explain(KnownLine one, Spelling spelling, Matcher matcher, String line) {
    Destination destination = Destination.in(line, matcher);
    Object[] values = {"port", destination.port(), "host", destination.host()};
    return new Explanation(
        one.name(),
        line,
        number,
        0,
        one.isKernel() ? "kernel" : "program",
        spelling.printedBy(),
        one.source(),
        one.timeWait().name(),
        messages.text("meaning." + one.name(), values),
        one.looks().stream().map(destination::fill).toList(),
        messages.text("decides." + one.name(), values));
  }

  /** Returns what was found so far. */
  public Explained result() {
    List<Explanation> all = new ArrayList<>();
    for (Kind kind : found.values()) {
      Explanation first = kind.first;
      all.add(
          new Explanation(
              first.name(),
              first.line(),
              first.lineNumber(),
              kind.count,
              first.origin(),
              first.printedBy(),
              first.source(),
              first.timeWait(),
              first.meaning(),
              first.looks(),
              first.decides()));
    }
    String similar = all.isEmpty() ? similar() : "";
    return new Explained(Explained.SCHEMA_VERSION, lines, unknown, similar, all);
  }

  /** Returns the spelling that shares most words with the unknown line; empty if few. */
  private String similar() {
    Set<String> words = words(lastUnknown);
    String best = "";
    double most = SIMILAR;
    for (KnownLine one : known) {
      Set<String> wanted = words(one.sample());
      double share = shared(wanted, words) / (double) Math.max(1, wanted.size());
      if (share > most) {
        most = share;
        best = one.sample();
      }
    }
    return best;
  }

  private static long shared(Set<String> wanted, Set<String> words) {
    return wanted.stream().filter(words::contains).count();
  }

  private static Set<String> words(String text) {
    return Stream.of(text.toLowerCase(Locale.ROOT).split("[^a-z_]+", -1))
        .filter(word -> word.length() > 2)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
