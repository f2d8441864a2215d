// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a spec line by line as rpm's parser does (rpm: build/parseSpec.c), and finds the section,
 * the conditions and the macro of each line.
 */
final class SpecReader {
  private static final Pattern SECTION = Pattern.compile("%([A-Za-z_]+)(\\s.*)?");
  private static final Pattern DEFINITION = Pattern.compile("%(define|global)\\s.*");

  private static final Set<String> SECTIONS =
      Set.of(
          """
          package prep build install check clean preun postun pretrans posttrans pre post files
          changelog description triggerpostun triggerprein triggerun triggerin trigger verifyscript
          sepolicy filetriggerin filetriggerun filetriggerpostun transfiletriggerin
          transfiletriggerun transfiletriggerpostun preuntrans postuntrans patchlist sourcelist
          generate_buildrequires conf
          """
              .split("\\s+"));

  private final List<SpecLine> lines = new ArrayList<>();
  private final SpecConditions conditions = new SpecConditions();
  private String section = SpecFile.PREAMBLE;
  private boolean definition;
  private int braces;

  /** Reads the next line; the text is without its end. */
  void take(String text, String end) {
    boolean body = definition || braces > 0;
    boolean comment = !body && text.stripLeading().startsWith("#");
    if (!body && text.stripLeading().startsWith("%")) {
      directive(text);
    }
    if (!comment) {
      follow(text, body);
    }
    boolean continues = definition || braces > 0 || isContinued(text);
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

  /** A backslash continues a definition; a call continues to its closing brace. */
  private void follow(String text, boolean body) {
    if (!body) {
      definition = DEFINITION.matcher(text.stripLeading()).matches();
    }
    if (braces > 0 || text.contains("%{")) {
      braces = Math.max(0, braces + opened(text));
    }
    definition = definition && isContinued(text);
  }

  private static boolean isContinued(String text) {
    int at = text.length();
    while (at > 0 && text.charAt(at - 1) == '\\') {
      at--;
    }
    return (text.length() - at) % 2 == 1;
  }

  /** Returns the change in the number of open macro braces. */
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
