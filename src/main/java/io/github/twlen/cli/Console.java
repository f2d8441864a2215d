// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.ErrorMessage;
import io.github.twlen.Progress;
import io.github.twlen.TerminalText;
import io.github.twlen.verify.guest.GuestFailure;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The terminal: results go to standard output, messages to standard error. Colours and the status
 * line appear on a terminal only. Control characters in any text are replaced.
 */
public final class Console implements Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";

  /** A longer status would wrap, and could not be cleared as one line. */
  private static final int LONGEST_STATUS = 500;

  private final StandardOutput out;
  private final PrintWriter err;
  private final boolean outTerminal;
  private final boolean errTerminal;
  private final boolean noColour;
  private boolean quiet;
  private boolean debug;
  private boolean statusShown;
  private long stepStart = System.nanoTime();

  Console(
      OutputStream out,
      OutputStream err,
      boolean outTerminal,
      boolean errTerminal,
      boolean noColour) {
    this.out = new StandardOutput(out);
    this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
    this.outTerminal = outTerminal;
    this.errTerminal = errTerminal;
    this.noColour = noColour;
  }

  /** Returns the terminal of an environment. Java cannot detect one, so the launcher does. */
  static Console of(OutputStream out, OutputStream err, Map<String, String> environment) {
    return new Console(
        out,
        err,
        Boolean.getBoolean("twlen.out.terminal"),
        Boolean.getBoolean("twlen.err.terminal"),
        !environment.getOrDefault("NO_COLOR", "").isEmpty());
  }

  public void quiet(boolean on) {
    quiet = on;
  }

  public void debug(boolean on) {
    debug = on;
  }

  /** Returns whether standard output may be coloured. */
  public boolean colour() {
    return outTerminal && !noColour;
  }

  /** Prints a result. */
  public void print(String text) {
    write(TerminalText.lines(text).getBytes(StandardCharsets.UTF_8));
  }

  /** Prints coloured text, whose parts have no other control characters. */
  public void printPainted(String text) {
    if (colour()) {
      write(text.getBytes(StandardCharsets.UTF_8));
    } else {
      print(text);
    }
  }

  /** Prints bytes of twlen's own. */
  void printPrepared(byte[] text) {
    write(text);
  }

  /** Prints bytes for a program, such as a diff; on a terminal, as text. */
  public void print(byte[] data) {
    write(outTerminal ? TerminalText.lines(data).getBytes(StandardCharsets.UTF_8) : data);
  }

  private synchronized void write(byte[] data) {
    clearStatus();
    out.write(data, 0, data.length);
  }

  OutputStream out() {
    return out;
  }

  @Override
  public synchronized void say(String line) {
    stepStart = System.nanoTime();
    if (!quiet) {
      talk(line);
    }
  }

  @Override
  public synchronized void status(String text) {
    if (!errTerminal || quiet) {
      return;
    }
    clearStatus();
    if (!text.isEmpty()) {
      long seconds = Duration.ofNanos(System.nanoTime() - stepStart).toSeconds();
      err.print(
          String.format(
              Locale.ROOT,
              "  %s, %d:%02d",
              TerminalText.line(TerminalText.beginning(text, LONGEST_STATUS)),
              seconds / 60,
              seconds % 60));
      err.flush();
      statusShown = true;
    }
  }

  /** Prints a failure, after the last lines of a guest's console. */
  public synchronized void fail(Throwable thrown) {
    if (thrown instanceof GuestFailure guest) {
      guest.lastLines().forEach(line -> talk("  | " + line));
    }
    ErrorMessage message = ErrorMessage.of(thrown);
    fail(message.what(), message.remedy());
    if (debug) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      talk(trace.toString().stripTrailing());
    }
  }

  /** Prints the two lines of every error. */
  public void fail(String what, String remedy) {
    talk("twlen: " + TerminalText.line(what));
    talk("  fix: " + TerminalText.line(remedy));
  }

  /**
   * Warns of what a written file lost.
   *
   * @param done such as {@code wrote FILE}
   * @param lost each as a part of a sentence
   */
  public void warn(String done, List<String> lost) {
    lost.forEach(one -> talk("twlen: " + done + ", but " + one));
  }

  /** Prints a message, even with --quiet. */
  public synchronized void talk(String line) {
    clearStatus();
    err.println(TerminalText.lines(line));
    err.flush();
  }

  private void clearStatus() {
    if (statusShown) {
      err.print(CLEAR_LINE);
      err.flush();
      statusShown = false;
    }
  }
}
