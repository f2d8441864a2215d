// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a spec line by line and says of each where it stands, as rpm's parser has it (rpm:
 * build/parseSpec.c): in which section, below which conditions, or inside a macro.
 */
final class SpecReader {
  private static final Pattern SECTION = Pattern.compile("%([A-Za-z_]+)(\\s.*)?");
  private static final Pattern DEFINITION = Pattern.compile("%(define|global)\\s.*");

  /** What begins a section. */
  private static final Set<String> SECTIONS =
      Set.of(
          "package",
          "prep",
          "build",
          "install",
          "check",
          "clean",
          "preun",
          "postun",
          "pretrans",
          "posttrans",
          "pre",
          "post",
          "files",
          "changelog",
          "description",
          "triggerpostun",
          "triggerprein",
          "triggerun",
          "triggerin",
          "trigger",
          "verifyscript",
          "sepolicy",
          "filetriggerin",
          "filetriggerun",
          "filetriggerpostun",
          "transfiletriggerin",
          "transfiletriggerun",
          "transfiletriggerpostun",
          "preuntrans",
          "postuntrans",
          "patchlist",
          "sourcelist",
          "generate_buildrequires",
          "conf");

  private final List<SpecLine> lines = new ArrayList<>();
  private final SpecConditions conditions = new SpecConditions();
  private String section = SpecFile.PREAMBLE;
  private boolean definition;
  private int braces;

  /**
   * Takes the next line.
   *
   * @param text without its end
   */
  void take(String text, String end) {
    boolean body = definition || braces > 0;
    boolean comment = !body && text.stripLeading().startsWith("#");
    if (!body && text.stripLeading().startsWith("%")) {
      directive(text);
    }
    if (!comment) {
      follow(text, body);
    }
    boolean continues = definition || braces > 0 || goesOn(text);
    lines.add(
        new SpecLine(
            lines.size() + 1,
            text,
            end,
            section,
            conditions.before(),
            conditions.dead(),
            body,
            continues));
  }

  /** All that was taken. */
  List<SpecLine> lines() {
    return lines;
  }

  private void directive(String text) {
    conditions.take(text.strip());
    Matcher header = SECTION.matcher(text);
    if (header.matches() && SECTIONS.contains(header.group(1).toLowerCase(Locale.ROOT))) {
      section = header.group(1).toLowerCase(Locale.ROOT);
    }
  }

  /** Definitions go on behind a backslash, calls to their closing brace. */
  private void follow(String text, boolean body) {
    if (!body) {
      definition = DEFINITION.matcher(text.stripLeading()).matches();
    }
    if (braces > 0 || text.contains("%{")) {
      braces = Math.max(0, braces + opened(text));
    }
    definition = definition && goesOn(text);
  }

  private static boolean goesOn(String text) {
    int at = text.length();
    while (at > 0 && text.charAt(at - 1) == '\\') {
      at--;
    }
    return (text.length() - at) % 2 == 1;
  }

  /** How many braces of macros are open behind it and were not before. */
  private int opened(String text) {
    int open = braces;
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (one == '\\' || (one == '%' && next == '%')) {
        i++;
      } else if (one == '%' && next == '{') {
        open++;
        i++;
      } else if (one == '{' && open > 0) {
        open++;
      } else if (one == '}' && open > 0) {
        open--;
      }
    }
    return open - braces;
  }
}
