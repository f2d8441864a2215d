// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.explain;

import io.github.twlen.Resource;
import io.github.twlen.survey.explain.KnownLine.Spelling;
import io.github.twlen.survey.explain.KnownLine.TimeWait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code known-lines.txt}. */
final class KnownLines {
  private final Map<String, String> definitions = new HashMap<>();
  private final List<KnownLine> all = new ArrayList<>();
  private String[] head = {};
  private String sample = "";
  private String source = "";
  private List<String> looks = new ArrayList<>();
  private List<Spelling> spellings = new ArrayList<>();

  private KnownLines() {}

  /** Returns all known lines, the more specific first. */
  static List<KnownLine> read() {
    KnownLines reader = new KnownLines();
    Resource.text(KnownLines.class, "known-lines.txt").lines().forEach(reader::line);
    reader.finish();
    return List.copyOf(reader.all);
  }

  private void line(String line) {
    String[] words = line.split(" +", 2);
    switch (words[0]) {
      case "", "#" -> {}
      case "define" -> {
        String[] definition = words[1].split(": ", 2);
        definitions.put("%" + definition[0] + "%", definition[1]);
      }
      case "sample" -> sample = words[1];
      case "source" -> source = words[1];
      case "look" -> looks.add(words[1]);
      case "match" -> spellings.add(spelling(words[1].split(": ", 2)));
      default -> begin(line);
    }
  }

  private void begin(String line) {
    finish();
    head = line.split(" +", -1);
    source = "";
    looks = new ArrayList<>();
    spellings = new ArrayList<>();
  }

  private Spelling spelling(String[] nameAndRegex) {
    String regex = nameAndRegex[1];
    for (Map.Entry<String, String> definition : definitions.entrySet()) {
      regex = regex.replace(definition.getKey(), definition.getValue());
    }
    return new Spelling(nameAndRegex[0], Pattern.compile(regex, Pattern.CASE_INSENSITIVE));
  }

  private void finish() {
    if (head.length == 3) {
      all.add(
          new KnownLine(
              head[0].substring(1, head[0].length() - 1),
              head[1].equals("kernel"),
              TimeWait.valueOf(head[2].toUpperCase(Locale.ROOT)),
              sample,
              source,
              looks,
              spellings));
    }
  }
}
