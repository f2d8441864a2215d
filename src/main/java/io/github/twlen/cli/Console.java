package io.github.twlen.cli;

import io.github.twlen.Progress;
import io.github.twlen.TwlenFailure;
import io.github.twlen.verify.GuestFailure;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The terminal: data goes to standard output, talk to standard error. A status line is shown only
 * on a terminal, with the time since its step began; colour only there, and never with {@code
 * NO_COLOR}.
 */
final class Console implements Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";

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

  void quiet(boolean on) {
    quiet = on;
  }

  void debug(boolean on) {
    debug = on;
  }

  /** Whether what goes to standard output may be coloured. */
  boolean colour() {
    return outTerminal && !noColour;
  }

  /** Data, as it is. */
  void print(String data) {
    print(data.getBytes(StandardCharsets.UTF_8));
  }

  /** Data that is no text of ours, such as a diff of a source that is not UTF-8: byte by byte. */
  synchronized void print(byte[] data) {
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
      err.printf("  %s, %d:%02d", text, seconds / 60, seconds % 60);
      err.flush();
      statusShown = true;
    }
  }

  /** A failure in two lines; before them, what a guest's console showed last. */
  synchronized void fail(Throwable thrown) {
    if (thrown instanceof GuestFailure guest) {
      guest.lastLines().forEach(line -> talk("  | " + line));
    }
    if (thrown instanceof TwlenFailure failure) {
      fail(failure.what(), failure.remedy());
    } else {
      fail(
          "a fault of ours: " + thrown,
          "please report it with the output of the same command and --debug");
    }
    if (debug) {
      thrown.printStackTrace(err);
      err.flush();
    }
  }

  /** The two lines of a failure. */
  void fail(String what, String remedy) {
    talk("twlen: " + what);
    talk("       " + remedy);
  }

  /** A line of talk that --quiet does not silence. */
  synchronized void talk(String line) {
    clearStatus();
    err.println(line);
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
