// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.shell;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command that is being read, at one level of parentheses. */
final class PendingCommand {
  private static final Map<String, String> CLOSED_BY =
      Map.of(
          "if", "fi", "case", "esac", "for", "done", "while", "done", "until", "done", "select",
          "done", "{", "}");
  private static final Set<String> WITH_WORDS = Set.of("for", "case", "select");
  private static final Set<String> BRANCHES = Set.of("then", "else", "elif", "do");
  private static final Set<String> SKIPPED = Set.of("!", "time");
  private final ShellListener listener;
  private final Deque<String> open;
  private final String prefix;
  private final StringBuilder raw = new StringBuilder();
  private List<String> words = new ArrayList<>();
  private @Nullable StringBuilder word;
  private boolean quoted;
  private boolean function;
  private String operator = "";

  /**
   * @param open the words that close the open constructs, the innermost first
   * @param prefix what opened this level; empty for the script itself
   */
  PendingCommand(ShellListener listener, Deque<String> open, String prefix) {
    this.listener = listener;
    this.open = open;
    this.prefix = prefix;
  }

  /** Returns the word that is being read, perhaps a new one. */
  StringBuilder word() {
    if (word == null) {
      word = new StringBuilder();
    }
    return word;
  }

  boolean inWord() {
    return word != null;
  }

  /** Notes that the word is no reserved one. */
  void quote() {
    quoted = true;
  }

  /** Keeps the text as it was written. */
  void note(CharSequence text, int from, int to) {
    raw.append(text, from, to);
  }

  /** Returns whether an operator waits for the next command. */
  boolean continues() {
    return !operator.isEmpty();
  }

  /** Adds a redirection, without the number of a file descriptor before it. */
  void redirect(String redirection) {
    words.add(redirection);
  }

  /** Ends the word before a redirection. */
  void endTarget() {
    if (word != null && word.toString().matches("\\d+")) {
      word = null; // The number of a file descriptor.
    }
    endWord();
  }

  /** Reads {@code ()}, which follows the name of a function. */
  void define() {
    if (words.size() == 1) {
      listener.defined(words.remove(0));
    }
  }

  /** Ends a pattern of {@code case}. */
  void endPattern() {
    words.clear();
    listener.branch(")");
  }

  /** Adds a level that ended: a substitution is a part of the word. */
  void add(PendingCommand inner) {
    String whole = inner.prefix + inner.raw + ")";
    if (inner.prefix.length() > 1) {
      word().append(whole);
      quoted = true;
    }
    raw.append(whole);
  }

  void endWord() {
    if (word == null) {
      return;
    }
    String text = word.toString();
    boolean plain = !quoted;
    word = null;
    quoted = false;
    if (function) {
      function = false;
      listener.defined(text);
    } else if (words.isEmpty() && plain) {
      begin(text);
    } else {
      words.add(text);
    }
  }

  private void begin(String text) {
    String closer = CLOSED_BY.get(text);
    if (closer != null) {
      open.push(closer);
      listener.opened(text);
      operator = "";
      if (WITH_WORDS.contains(text)) {
        words.add(text);
      }
    } else if (text.equals(open.peek()) && !text.equals(")")) {
      open.pop();
      listener.closed();
    } else if (BRANCHES.contains(text)) {
      listener.branch(text);
    } else if (text.equals("function")) {
      function = true;
    } else if (!SKIPPED.contains(text)) {
      words.add(text);
    }
  }

  /** Ends the command; an operator connects the next one to it. */
  void end(String next) {
    endWord();
    if (!words.isEmpty()) {
      List<String> all = List.copyOf(words);
      String before = operator;
      words = new ArrayList<>();
      operator = next;
      listener.command(all, before);
    } else if (!next.isEmpty() || operator.isEmpty()) {
      operator = next;
    }
  }
}
