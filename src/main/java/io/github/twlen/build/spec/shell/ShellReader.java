// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads shell commands line by line and reports them with the constructs around them. It implements
 * enough of the grammar (POSIX 1003.1, 2.10) to find commands that always run.
 */
public final class ShellReader {
  /** Receives what the reader finds, in order. */
  public interface Listener {
    /** A construct begins: {@code if}, {@code for}, {@code (}, <code>{</code>. */
    void opened(String word);

    /** Another part of a construct begins: {@code then}, {@code else}, {@code do}, a pattern. */
    void branch(String word);

    /** The innermost construct ends. */
    void closed();

    /** A function is defined; the next construct is its body. */
    void defined(String function);

    /**
     * A simple command.
     *
     * @param words without quotes; redirections are words too
     * @param operator what connects it to the previous one: {@code &&}, {@code ||}, {@code |}, or
     *     empty
     */
    void command(List<String> words, String operator);
  }

  private static final Map<String, String> CLOSED_BY =
      Map.of(
          "if", "fi", "case", "esac", "for", "done", "while", "done", "until", "done", "select",
          "done", "{", "}");
  private static final Set<String> WITH_WORDS = Set.of("for", "case", "select");
  private static final Set<String> BRANCHES = Set.of("then", "else", "elif", "do");
  private static final Set<String> SKIPPED = Set.of("!", "time");
  private static final Pattern HERE =
      Pattern.compile("<<(-?)\\s*[\"'\\\\]?([A-Za-z_][\\w.]*)[\"']?");
  private static final String BLANK = " \t\r\u000b\f";

  /** The command that is being read, at one level of parentheses. */
  private static final class Pending {
    private final String prefix;
    private final StringBuilder raw = new StringBuilder();
    private List<String> words = new ArrayList<>();
    private @Nullable StringBuilder word;
    private boolean quoted;
    private boolean function;
    private String operator = "";

    Pending(String prefix) {
      this.prefix = prefix;
    }

    StringBuilder word() {
      if (word == null) {
        word = new StringBuilder();
      }
      return word;
    }
  }

  /** What {@link #reopen} restores. */
  public record Open(List<String> closers) {}

  private final Listener listener;
  private final Deque<String> open = new ArrayDeque<>();
  private final Deque<Pending> pending = new ArrayDeque<>(List.of(new Pending("")));
  private final Deque<String> documents = new ArrayDeque<>();
  private char quote;
  private boolean continued;

  public ShellReader(Listener listener) {
    this.listener = listener;
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
      pending.push(new Pending("("));
    }
  }

  /** Returns whether the next line is inside a construct, or continues this one. */
  public boolean inside() {
    return !open.isEmpty()
        || !documents.isEmpty()
        || quote != 0
        || continued
        || !now().operator.isEmpty();
  }

  private Pending now() {
    return pending.element();
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
      Pending before = now();
      int from = at;
      at = Math.min(text.length(), quote == 0 ? next(text, at) : quoted(text, at));
      if (now() == before) {
        before.raw.append(text, from, at);
      }
    }
    if (quote != 0) {
      now().word().append('\n');
    } else if (!continued) {
      end("");
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
        now().quoted = true;
        mark(one);
      }
      case '#' -> {
        if (now().word == null) {
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
          endWord();
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
      pending.push(new Pending(text.substring(at, at + 2)));
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
    StringBuilder word = now().word;
    if (word != null && word.toString().matches("\\d+")) {
      now().word = null; // The number of a file descriptor.
    }
    endWord();
    if (one == '<' && following == '<') {
      Matcher here = HERE.matcher(text).region(at, text.length());
      if (!text.startsWith("<<<", at) && here.lookingAt()) {
        documents.add(here.group(2));
        return here.end();
      }
      now().words.add("<<<");
      return at + (text.startsWith("<<<", at) ? 3 : 2);
    }
    now().words.add(String.valueOf(one));
    return at + (following == '>' || following == '&' || following == '|' ? 2 : 1);
  }

  private int separator(char one, char following, int at) {
    if (one == '&' && following == '>') {
      return at + 1;
    }
    boolean twice = following == one && one != ';';
    end(twice ? "" + one + one : one == '|' ? "|" : "");
    return at + (twice || (one == ';' && following == ';') ? 2 : 1);
  }

  private int parenthesis(String text, int at) {
    endWord();
    int next = at + 1;
    while (next < text.length() && BLANK.indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    if (next < text.length() && text.charAt(next) == ')') {
      if (now().words.size() == 1) {
        listener.defined(now().words.remove(0));
      }
      return next + 1;
    }
    open.push(")");
    pending.push(new Pending("("));
    listener.opened("(");
    return at + 1;
  }

  private void closeParenthesis() {
    endWord();
    if (!")".equals(open.peek())) {
      now().words.clear(); // A pattern of case.
      listener.branch(")");
      return;
    }
    end("");
    open.pop();
    Pending inner = pending.pop();
    listener.closed();
    if (inner.prefix.length() > 1) {
      String whole = inner.prefix + inner.raw + ")";
      now().word().append(whole);
      now().quoted = true;
    }
    now().raw.append(inner.prefix).append(inner.raw).append(")");
  }

  private void endWord() {
    Pending here = now();
    if (here.word == null) {
      return;
    }
    String word = here.word.toString();
    boolean plain = !here.quoted;
    here.word = null;
    here.quoted = false;
    if (here.function) {
      here.function = false;
      listener.defined(word);
    } else if (here.words.isEmpty() && plain) {
      begin(here, word);
    } else {
      here.words.add(word);
    }
  }

  private void begin(Pending here, String word) {
    String closer = CLOSED_BY.get(word);
    if (closer != null) {
      open.push(closer);
      listener.opened(word);
      here.operator = "";
      if (WITH_WORDS.contains(word)) {
        here.words.add(word);
      }
    } else if (word.equals(open.peek()) && !word.equals(")")) {
      open.pop();
      listener.closed();
    } else if (BRANCHES.contains(word)) {
      listener.branch(word);
    } else if (word.equals("function")) {
      here.function = true;
    } else if (!SKIPPED.contains(word)) {
      here.words.add(word);
    }
  }

  private void end(String operator) {
    endWord();
    Pending here = now();
    if (!here.words.isEmpty()) {
      List<String> words = List.copyOf(here.words);
      String before = here.operator;
      here.words = new ArrayList<>();
      here.operator = operator;
      listener.command(words, before);
    } else if (!operator.isEmpty() || here.operator.isEmpty()) {
      here.operator = operator;
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
