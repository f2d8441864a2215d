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
import java.util.Locale;

/**
 * The terminal: data goes to standard output, talk to standard error. A status line is shown only
 * on a terminal, with the time since its step began; colour only there, and never with {@code
 * NO_COLOR}. Whatever text comes here, from a compiler, a recipe or a server, is made plain: none
 * of it steers the terminal.
 */
public final class Console implements Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";

  /** A longer one fills the terminal, and is not cleared as one line. */
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

  /**
   * @param outTerminal whether standard output is a terminal
   * @param errTerminal whether standard error is a terminal
   * @param noColour whether {@code NO_COLOR} is set
   */
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

  public void quiet(boolean on) {
    quiet = on;
  }

  public void debug(boolean on) {
    debug = on;
  }

  /** Whether what goes to standard output may be coloured. */
  public boolean colour() {
    return outTerminal && !noColour;
  }

  /** Data that is text. */
  public void print(String text) {
    write(TerminalText.lines(text).getBytes(StandardCharsets.UTF_8));
  }

  /** The same, of whoever has made each piece plain before painting it. */
  public void printPainted(String text) {
    if (colour()) {
      write(text.getBytes(StandardCharsets.UTF_8));
    } else {
      print(text);
    }
  }

  /** Data for a program, such as a diff: byte by byte, but for a terminal. */
  public void print(byte[] data) {
    write(outTerminal ? TerminalText.lines(data).getBytes(StandardCharsets.UTF_8) : data);
  }

  private synchronized void write(byte[] data) {
    clearStatus();
    out.write(data, 0, data.length);
  }

  /** The same for whoever writes piece by piece. */
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

  /** A failure in two lines; before them, what a guest's console showed last. */
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

  /** The two lines of a failure. */
  public void fail(String what, String remedy) {
    talk("twlen: " + TerminalText.line(what));
    talk("       " + TerminalText.line(remedy));
  }

  /** A line of talk that --quiet does not silence. */
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
