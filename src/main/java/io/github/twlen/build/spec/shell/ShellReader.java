// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads shell commands line by line and reports them with the constructs around them. It implements
 * enough of the grammar (POSIX 1003.1, 2.10) to find commands that always run.
 */
public final class ShellReader {
  private static final Pattern HERE =
      Pattern.compile("<<(-?)\\s*[\"'\\\\]?([A-Za-z_][\\w.]*)[\"']?");
  private static final String BLANK = " \t\r\u000b\f";

  /** What {@link #reopen} restores. */
  public record Open(List<String> closers) {}

  private final ShellListener listener;
  private final Deque<String> open = new ArrayDeque<>();
  private final Deque<PendingCommand> pending = new ArrayDeque<>();
  private final Deque<String> documents = new ArrayDeque<>();
  private char quote;
  private boolean continued;

  public ShellReader(ShellListener listener) {
    this.listener = listener;
    pending.push(level(""));
  }

  /** Returns the open constructs. */
  public Open open() {
    return new Open(List.copyOf(open));
  }

  /** Restores earlier open constructs; the listener is not informed. */
  public void reopen(Open before) {
    open.clear();
    open.addAll(before.closers());
    long depth = open.stream().filter(")"::equals).count();
    while (pending.size() - 1 > depth) {
      pending.pop();
    }
    while (pending.size() - 1 < depth) {
      pending.push(level("("));
    }
  }

  /** Returns whether the next line is inside a construct, or continues this one. */
  public boolean inside() {
    return !open.isEmpty() || !documents.isEmpty() || quote != 0 || continued || now().continues();
  }

  private PendingCommand now() {
    return pending.element();
  }

  private PendingCommand level(String prefix) {
    return new PendingCommand(listener, open, prefix);
  }

  /** Reads a line. */
  public void take(String text) {
    if (!documents.isEmpty()) {
      if (text.strip().equals(documents.peek())) {
        documents.remove();
      }
      return;
    }
    continued = false;
    int at = 0;
    while (at < text.length()) {
      PendingCommand before = now();
      int from = at;
      at = Math.min(text.length(), quote == 0 ? next(text, at) : quoted(text, at));
      if (now() == before) {
        before.note(text, from, at);
      }
    }
    if (quote != 0) {
      now().word().append('\n');
    } else if (!continued) {
      now().end("");
    }
  }

  private int quoted(String text, int at) {
    char one = text.charAt(at);
    if (one == quote) {
      mark(one);
      quote = 0;
    } else if (one == '\\' && quote == '"' && at + 1 < text.length()) {
      now().word().append(text.charAt(at + 1));
      return at + 2;
    } else {
      now().word().append(one);
    }
    return at + 1;
  }

  /** Keeps the marks of a command substitution in the word, which is no plain text. */
  private void mark(char quotation) {
    now().word().append(quotation == '`' ? "`" : "");
  }

  private int next(String text, int at) {
    char one = text.charAt(at);
    char following = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    switch (one) {
      case '\\' -> {
        continued = at + 1 >= text.length();
        if (!continued) {
          now().word().append(following);
        }
        return at + 2;
      }
      case '"', '\'', '`' -> {
        quote = one;
        now().quote();
        mark(one);
      }
      case '#' -> {
        if (!now().inWord()) {
          return text.length();
        }
        now().word().append(one);
      }
      case '<', '>' -> {
        return redirection(text, at, one, following);
      }
      case '(' -> {
        return parenthesis(text, at);
      }
      case ')' -> closeParenthesis();
      case ';', '&', '|' -> {
        return separator(one, following, at);
      }
      case '$', '%' -> {
        return expansion(text, at, following);
      }
      default -> {
        if (BLANK.indexOf(one) >= 0) {
          now().endWord();
        } else {
          now().word().append(one);
        }
      }
    }
    return at + 1;
  }

  private int expansion(String text, int at, char following) {
    if (following == '{') {
      int end = afterBraces(text, at + 1);
      now().word().append(text, at, end);
      return end;
    }
    if (following == '(') {
      open.push(")");
      pending.push(level(text.substring(at, at + 2)));
      listener.opened("(");
      return at + 2;
    }
    now().word().append(text.charAt(at));
    if (following == '#') {
      now().word().append(following);
      return at + 2;
    }
    return at + 1;
  }

  private int redirection(String text, int at, char one, char following) {
    now().endTarget();
    if (one == '<' && following == '<') {
      Matcher here = HERE.matcher(text).region(at, text.length());
      if (!text.startsWith("<<<", at) && here.lookingAt()) {
        documents.add(here.group(2));
        return here.end();
      }
      now().redirect("<<<");
      return at + (text.startsWith("<<<", at) ? 3 : 2);
    }
    now().redirect(String.valueOf(one));
    return at + (following == '>' || following == '&' || following == '|' ? 2 : 1);
  }

  private int separator(char one, char following, int at) {
    if (one == '&' && following == '>') {
      return at + 1;
    }
    boolean twice = following == one && one != ';';
    now().end(twice ? "" + one + one : one == '|' ? "|" : "");
    return at + (twice || (one == ';' && following == ';') ? 2 : 1);
  }

  private int parenthesis(String text, int at) {
    now().endWord();
    int next = at + 1;
    while (next < text.length() && BLANK.indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    if (next < text.length() && text.charAt(next) == ')') {
      now().define();
      return next + 1;
    }
    open.push(")");
    pending.push(level("("));
    listener.opened("(");
    return at + 1;
  }

  private void closeParenthesis() {
    now().endWord();
    if (!")".equals(open.peek())) {
      now().endPattern();
      return;
    }
    now().end("");
    open.pop();
    PendingCommand inner = pending.pop();
    listener.closed();
    now().add(inner);
  }

  private static int afterBraces(String text, int from) {
    int depth = 0;
    for (int at = from; at < text.length(); at++) {
      char one = text.charAt(at);
      depth += one == '{' ? 1 : one == '}' ? -1 : 0;
      if (depth == 0) {
        return at + 1;
      }
    }
    return text.length();
  }
}
