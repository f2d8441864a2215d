// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Splits a console into lines of at most {@value #LONGEST_LINE} bytes and logs at most {@value
 * #LONGEST_LOG} bytes, so that a guest fills neither memory nor disk.
 */
public final class LineReader extends Thread {
  public static final int LONGEST_LINE = 4096;
  public static final int LONGEST_LOG = 16 * 1024 * 1024;

  private final InputStream in;
  private final OutputStream log;
  private final Consumer<String> lines;
  private final Runnable ended;
  private long logged;

  /** Passes each line without its end to a listener, then runs {@code ended} once. */
  public LineReader(InputStream in, OutputStream log, Consumer<String> lines, Runnable ended) {
    super("guest-console");
    setDaemon(true);
    this.in = in;
    this.log = log;
    this.lines = lines;
    this.ended = ended;
  }

  @Override
  public void run() {
    try {
      split();
    } catch (IOException e) {
      // The guest exited; the lines so far are kept.
    } finally {
      ended.run();
    }
  }

  private void split() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] chunk = new byte[LONGEST_LINE];
    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
      log(chunk, length);
      for (int i = 0; i < length; i++) {
        if (chunk[i] != '\n') {
          line.write(chunk[i]);
        }
        if (chunk[i] == '\n' || line.size() == LONGEST_LINE) {
          pass(line);
        }
      }
    }
    if (line.size() > 0) {
      pass(line);
    }
  }

  private void log(byte[] chunk, int length) throws IOException {
    if (logged < LONGEST_LOG) {
      log.write(chunk, 0, length);
      log.flush();
      logged += length;
    }
  }

  private void pass(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    line.reset();
  }
}
