// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads shell commands line by line and tracks open constructs. It implements enough of the grammar
 * (POSIX 1003.1, 2.10) to find commands that always run.
 */
final class ShellNesting {
  private static final Map<String, String> CLOSED_BY =
      Map.of(
          "if", "fi", "case", "esac", "for", "done", "while", "done", "until", "done", "select",
          "done", "{", "}");
  private static final Pattern BEFORE_COMMAND =
      Pattern.compile("then|else|elif|do|!|time|function|if|while|until|\\{");
  private static final Pattern HERE =
      Pattern.compile("<<(-?)\\s*[\"'\\\\]?([A-Za-z_][\\w.]*)[\"']?");
  private static final String ENDS_WORD = " \t\r\u000b\f;&|()<>\"'`";

  private Deque<String> open = new ArrayDeque<>();
  private final Deque<String> documents = new ArrayDeque<>();
  private char quote;
  private boolean command = true;
  private boolean continued;

  /** Returns the closing words of the open constructs, innermost first. */
  Deque<String> open() {
    return open;
  }

  /** Restores earlier open constructs. */
  void reopen(Deque<String> before) {
    open = new ArrayDeque<>(before);
  }

  /** Returns whether the next line is inside a construct, or continues this one. */
  boolean inside() {
    return !open.isEmpty() || !documents.isEmpty() || quote != 0 || continued;
  }

  /** Reads a line. */
  void take(String text) {
    if (!documents.isEmpty()) {
      if (text.strip().equals(documents.peek())) {
        documents.remove();
      }
      return;
    }
    command = command || !continued;
    continued = false;
    int at = 0;
    while (at < text.length()) {
      at = quote == 0 ? next(text, at) : quoted(text, at);
    }
  }

  private int quoted(String text, int at) {
    char one = text.charAt(at);
    if (one == quote) {
      quote = 0;
    }
    return one == '\\' && quote == '"' ? at + 2 : at + 1;
  }

  private int next(String text, int at) {
    char one = text.charAt(at);
    char following = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    if (one == '\\') {
      continued = at + 1 >= text.length();
      return at + 2;
    } else if (one == '"' || one == '\'' || one == '`') {
      quote = one;
      command = false;
    } else if (one == '#') {
      return text.length();
    } else if (one == '<' && following == '<') {
      return document(text, at);
    } else if (one == '(') {
      open.push(")");
      command = true;
    } else if (one == ')') {
      close(")");
      command = true;
    } else if (one == ';' || one == '&' || one == '|') {
      command = true;
    } else if (ENDS_WORD.indexOf(one) < 0) {
      return word(text, at);
    }
    return at + 1;
  }

  private int document(String text, int at) {
    Matcher here = HERE.matcher(text).region(at, text.length());
    if (here.lookingAt()) {
      documents.add(here.group(2));
      return here.end();
    }
    return at + (text.startsWith("<<<", at) ? 3 : 2);
  }

  private int word(String text, int from) {
    int at = from;
    while (at < text.length() && ENDS_WORD.indexOf(text.charAt(at)) < 0) {
      char one = text.charAt(at);
      char following = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      if (one == '\\') {
        continued = at + 1 >= text.length();
        at += 2;
      } else if ((one == '$' || one == '%') && following == '{') {
        at = afterBraces(text, at + 1);
      } else {
        at++;
      }
    }
    String word = text.substring(from, Math.min(at, text.length()));
    if (command) {
      command = BEFORE_COMMAND.matcher(word).matches() || word.equals("function");
      begin(word);
    } else if (word.equals("{") && text.strip().startsWith("function")) {
      open.push("}");
    }
    return at;
  }

  private void begin(String word) {
    String closer = CLOSED_BY.get(word);
    if (closer != null) {
      open.push(closer);
    } else {
      close(word);
    }
  }

  private void close(String word) {
    if (word.equals(open.peek())) {
      open.pop();
    }
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
