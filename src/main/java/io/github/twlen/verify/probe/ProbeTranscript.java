// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.timer.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the output of the probe; {@code vagrant/probe/README.md} describes the format. Lines of
 * other programs, such as kernel messages, are ignored. The last line contains the number of lines.
 */
public final class ProbeTranscript {
  /** The prefix of each line of the probe; the digit is the version of the format. */
  public static final String MARK = "@twlen1 ";

  private static final String SECONDS = "(\\d{1,9}\\.\\d\\d)";
  private static final Pattern BIRTH =
      Pattern.compile("(birth|closing) ([46]) " + SECONDS + " " + SECONDS);

  /** Old recordings have no number of closed sockets. */
  private static final Pattern SAMPLE =
      Pattern.compile("sample " + SECONDS + " " + SECONDS + " (\\d{1,4})(?: (\\d{1,4}))?");

  private static final Pattern ROW =
      Pattern.compile(
          "(row|closedrow) ([46]) ([0-9A-F]{8,32}:[0-9A-F]{4}) [0-9A-F]{8,32}:[0-9A-F]{4}"
              + " ([0-9A-F]{2}) ([0-9A-F]{8,16})");
  private static final Pattern FACT =
      Pattern.compile(
          "(release|hz|clocksource|sysctl \\w+|overflows|ipv6|server|noclosing|noload) (\\S.*)"
              + "|(begin)");
  private static final Pattern LOAD = Pattern.compile("load (\\d{1,6})");
  private static final Pattern LOADED =
      Pattern.compile("loaded " + SECONDS + " (-?\\d{1,9}) (\\d{1,9})");
  private static final Pattern LOAD_END = Pattern.compile("loadend " + SECONDS + " (\\d{1,9})");
  private static final Pattern GAVE_UP = Pattern.compile("gaveup \\d{1,9}");
  private static final String FAILED = "failed ";
  private static final String END = "end ";

  private ProbeTranscript() {}

  /**
   * Parses a transcript without arrival times.
   *
   * @throws GuestFailure when it is truncated or malformed, or reports a failure of the probe
   */
  public static Measurement parse(List<String> lines) {
    return new SocketTracker(record(lines.stream().map(line -> new ConsoleLine(line, 0)).toList()))
        .measurement(false);
  }

  /** Parses a transcript and compares the guest's clock with the arrival times. */
  public static Measurement parseArrived(List<ConsoleLine> lines) {
    return new SocketTracker(record(lines)).measurement(true);
  }

  /** Returns whether this is a line of the probe. */
  public static boolean isOwn(String line) {
    return line.contains(MARK);
  }

  /** Returns whether this is the last line of the probe. */
  public static boolean isEnd(String line) {
    return isOwn(line) && content(line).startsWith(END);
  }

  /** Returns a sample in plain words; empty for other lines. */
  public static Optional<String> status(String line) {
    if (!isOwn(line)) {
      return Optional.empty();
    }
    Matcher sample = SAMPLE.matcher(content(line));
    Matcher loaded = LOADED.matcher(content(line));
    if (loaded.matches()) {
      return Optional.of(loaded.group(2) + " sockets in TIME_WAIT under load");
    }
    if (!sample.matches()) {
      return Optional.empty();
    }
    String closed = sample.group(4) == null ? "0" : sample.group(4);
    return Optional.of(
        sample.group(3)
            + " sockets in TIME_WAIT"
            + (closed.equals("0") ? "" : ", " + closed + " in FIN_WAIT2"));
  }

  private static String content(String line) {
    // A kernel message without a newline may precede the mark.
    return line.substring(line.indexOf(MARK) + MARK.length()).strip();
  }

  private static Recording record(List<ConsoleLine> lines) {
    List<ConsoleLine> own =
        lines.stream()
            .filter(line -> isOwn(line.text()))
            .map(line -> new ConsoleLine(content(line.text()), line.arrived()))
            .toList();
    requireWhole(own.stream().map(ConsoleLine::text).toList());
    Recording recording = new Recording();
    for (ConsoleLine line : own.subList(0, own.size() - 1)) {
      try {
        take(line, recording);
      } catch (IllegalArgumentException e) {
        throw incomplete("malformed line of the probe '" + line.text() + "': " + e.getMessage(), e);
      }
    }
    return recording;
  }

  private static void requireWhole(List<String> own) {
    own.stream()
        .filter(line -> line.startsWith(FAILED))
        .findFirst()
        .ifPresent(ProbeTranscript::rejectFailed);
    if (own.isEmpty()) {
      throw incomplete("the probe printed nothing", null);
    }
    if (!own.get(0).equals("begin")) {
      throw incomplete("the beginning of the probe's output is missing", null);
    }
    int last = own.size() - 1;
    if (!own.get(last).startsWith(END)) {
      throw incomplete("the probe's output is truncated after '" + own.get(last) + "'", null);
    }
    String printed = own.get(last).substring(END.length());
    if (!printed.equals(String.valueOf(last))) {
      throw incomplete(last + " lines of the probe, but it printed " + printed, null);
    }
  }

  private static void rejectFailed(String line) {
    throw new GuestFailure(
        "the probe failed: " + line.substring(FAILED.length()),
        "provide TCP over loopback, /proc, and Python, Perl or busybox; for your own kernel,"
            + " compare with recipes/configs/minimal.config",
        null);
  }

  private static GuestFailure incomplete(String what, @Nullable Exception cause) {
    return new GuestFailure(
        what, "rerun the measurement; if it fails again, check the console log", cause);
  }

  private static void take(ConsoleLine line, Recording recording) {
    String text = line.text();
    Matcher row = ROW.matcher(text);
    if (row.matches()) {
      Recording.Row seen =
          new Recording.Row(
              number(row, 2),
              row.group(3),
              Integer.parseInt(row.group(4), 16),
              Integer.parseInt(row.group(5), 16));
      if (row.group(1).equals("row")) {
        recording.row(seen);
      } else {
        recording.closedRow(seen);
      }
      return;
    }
    recording.requireWholeSample();
    Matcher sample = SAMPLE.matcher(text);
    Matcher birth = BIRTH.matcher(text);
    Matcher fact = FACT.matcher(text);
    if (sample.matches()) {
      int closed = sample.group(4) == null ? 0 : number(sample, 4);
      recording.sample(span(sample, 1), number(sample, 3), closed, line.arrived());
    } else if (birth.matches()) {
      Recording.Birth when = new Recording.Birth(number(birth, 2), span(birth, 3));
      if (birth.group(1).equals("birth")) {
        recording.birth(when);
      } else {
        recording.closing(when);
      }
    } else if (GAVE_UP.matcher(text).matches()) {
      recording.gaveUp = true;
    } else if (fact.matches()) {
      takeFact(fact, recording);
    } else {
      takeLoad(text, recording);
    }
  }

  private static void takeFact(Matcher fact, Recording recording) {
    String name = fact.group(1);
    // The probe reads the counter of overflows twice.
    if (name != null && recording.facts.putIfAbsent(name, fact.group(2)) != null) {
      recording.facts.put(name + " after", fact.group(2));
    }
  }

  private static void takeLoad(String text, Recording recording) {
    Matcher load = LOAD.matcher(text);
    Matcher loaded = LOADED.matcher(text);
    if (load.matches()) {
      recording.load(number(load, 1));
    } else if (loaded.matches()) {
      recording.loaded(
          new Load.Sample(
              Double.parseDouble(loaded.group(1)), number(loaded, 2), number(loaded, 3)));
    } else if (LOAD_END.matcher(text).matches()) {
      recording.loadEnd();
    } else {
      throw new IllegalArgumentException("unknown");
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static Span span(Matcher matcher, int group) {
    return new Span(
        Double.parseDouble(matcher.group(group)), Double.parseDouble(matcher.group(group + 1)));
  }
}
