// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.Messages;
import io.github.twlen.survey.explain.Explained;
import io.github.twlen.survey.explain.Explanation;
import java.util.Locale;

/** Prints what log lines mean, in the language of the user. */
public final class ExplainView {
  private static final int INDENT = 2;
  private static final int NAME = 11;

  private final TwoColumnText out;
  private final Messages messages;

  private ExplainView(TwoColumnText out, Messages messages) {
    this.out = out;
    this.messages = messages;
  }

  /** Returns the text, which ends with a newline. */
  public static String of(Explained explained, Locale locale, boolean colour) {
    ExplainView view =
        new ExplainView(new TwoColumnText(colour), Messages.of(Explained.class, locale));
    boolean several = explained.lines() > 1;
    for (Explanation one : explained.explanations()) {
      view.print(one, several);
    }
    if (several && explained.unknownLines() > 0) {
      view.out.heading(view.text("view.unknown", "unknown", explained.unknownLines()));
    }
    return view.out.text();
  }

  private String text(String key, Object... namesAndValues) {
    return messages.text(key, namesAndValues);
  }

  private void print(Explanation one, boolean several) {
    boolean kernel = one.origin().equals("kernel");
    out.coloured(
        0, NAME + INDENT, text(kernel ? "view.kernel" : "view.program"), false, one.line());
    if (several) {
      line("", text("view.count", "line", one.lineNumber(), "count", one.count()));
    }
    line(text("view.meaning"), one.meaning());
    line("", text("timeWait." + one.timeWait()));
    String name = text("view.look");
    for (String command : one.looks()) {
      out.asItIs(INDENT, NAME, name, command);
      name = "";
    }
    line(text("view.decides"), one.decides());
    Object[] source = {"printedBy", one.printedBy(), "source", one.source()};
    line(text("view.source"), text("view.printedBy", source));
    if (several) {
      out.blankLine();
    }
  }

  private void line(String name, String text) {
    out.plain(INDENT, NAME, name, text);
  }
}
