// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.timer.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what the probe printed; the format is described in {@code vagrant/probe/README.md}. Lines
 * of others in between, such as messages of the kernel, are passed over. The probe's own lines must
 * be whole: their number is told at the end.
 */
public final class ProbeTranscript {
  /** What each line of the probe begins with; the digit is the version of the format. */
  public static final String MARK = "@twlen1 ";

  private static final String SECONDS = "(\\d{1,9}\\.\\d\\d)";
  private static final Pattern BIRTH =
      Pattern.compile("(birth|closing) ([46]) " + SECONDS + " " + SECONDS);

  /** The number of closed sockets came later: what was recorded before has none. */
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
  private static final String RECORD_AGAIN =
      "run it again; if it comes again, the console's log shows what the guest did";

  private ProbeTranscript() {}

  /**
   * Reads a transcript whose times of arrival are not known.
   *
   * @throws GuestFailure when it is cut off or malformed, or the probe itself says that it failed
   */
  public static Measurement parse(List<String> lines) {
    return new SocketTracker(record(lines.stream().map(line -> new ConsoleLine(line, 0)).toList()))
        .measurement(false);
  }

  /**
   * Reads a transcript, and compares the guest's clock with the times of arrival.
   *
   * @throws GuestFailure when it is cut off or malformed, or the probe itself says that it failed
   */
  public static Measurement parseArrived(List<ConsoleLine> lines) {
    return new SocketTracker(record(lines)).measurement(true);
  }

  /** Whether this line is the probe's. */
  public static boolean isOwn(String line) {
    return line.contains(MARK);
  }

  /** Whether this is the probe's last line. */
  public static boolean isEnd(String line) {
    return isOwn(line) && content(line).startsWith(END);
  }

  /** What a sample says, for whoever waits; empty for other lines. */
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
    // A message of the kernel that was printed without a line end may stand before it.
    return line.substring(line.indexOf(MARK) + MARK.length()).strip();
  }

  private static Recording record(List<ConsoleLine> lines) {
    List<ConsoleLine> own = new ArrayList<>();
    for (ConsoleLine line : lines) {
      if (isOwn(line.text())) {
        own.add(new ConsoleLine(content(line.text()), line.arrived()));
      }
    }
    own.stream()
        .map(ConsoleLine::text)
        .filter(text -> text.startsWith(FAILED))
        .findFirst()
        .ifPresent(ProbeTranscript::rejectFailed);
    requireWhole(own);
    Recording recording = new Recording();
    for (ConsoleLine line : own.subList(0, own.size() - 1)) {
      try {
        take(line, recording);
      } catch (IllegalArgumentException e) {
        throw new GuestFailure(
            "the probe's line '" + line.text() + "' is malformed: " + e.getMessage(),
            RECORD_AGAIN,
            e);
      }
    }
    return recording;
  }

  private static void rejectFailed(String text) {
    throw new GuestFailure(
        "the probe could not measure: " + text.substring(FAILED.length()),
        "it needs TCP over the loopback interface, /proc, and Python, Perl or busybox; for a kernel"
            + " of your own compare with recipes/configs/minimal.config",
        null);
  }

  private static void requireWhole(List<ConsoleLine> own) {
    if (own.isEmpty()) {
      throw new GuestFailure("the probe printed nothing", RECORD_AGAIN, null);
    }
    if (!own.get(0).text().equals("begin")) {
      throw new GuestFailure("the beginning of the transcript is missing", RECORD_AGAIN, null);
    }
    String last = own.get(own.size() - 1).text();
    if (!last.startsWith(END)) {
      throw new GuestFailure("the transcript is cut off after '" + last + "'", RECORD_AGAIN, null);
    }
    String told = last.substring(END.length());
    if (!told.equals(String.valueOf(own.size() - 1))) {
      throw new GuestFailure(
          "the transcript has " + (own.size() - 1) + " lines, and the probe printed " + told,
          RECORD_AGAIN,
          null);
    }
  }

  private static void take(ConsoleLine line, Recording recording) {
    String text = line.text();
    Matcher row = ROW.matcher(text);
    if (row.matches()) {
      Recording.Row seen =
          new Recording.Row(
              Integer.parseInt(row.group(2)),
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
      int closed = sample.group(4) == null ? 0 : Integer.parseInt(sample.group(4));
      recording.sample(span(sample, 1), Integer.parseInt(sample.group(3)), closed, line.arrived());
    } else if (birth.matches()) {
      Recording.Birth born = new Recording.Birth(Integer.parseInt(birth.group(2)), span(birth, 3));
      if (birth.group(1).equals("birth")) {
        recording.birth(born);
      } else {
        recording.closing(born);
      }
    } else if (load(text, recording)) {
      return;
    } else if (GAVE_UP.matcher(text).matches()) {
      recording.gaveUp = true;
    } else if (!fact.matches()) {
      throw new IllegalArgumentException("unknown");
    } else if (fact.group(1) != null) {
      // The counter is read twice; the first reading goes under a name of its own.
      String name = fact.group(1);
      String value = fact.group(2);
      if (recording.facts.putIfAbsent(name, value) != null) {
        recording.facts.put(name + " after", value);
      }
    }
  }

  private static boolean load(String text, Recording recording) {
    Matcher load = LOAD.matcher(text);
    Matcher loaded = LOADED.matcher(text);
    if (load.matches()) {
      recording.load(Integer.parseInt(load.group(1)));
    } else if (loaded.matches()) {
      recording.loaded(
          new Load.Sample(
              Double.parseDouble(loaded.group(1)),
              Integer.parseInt(loaded.group(2)),
              Integer.parseInt(loaded.group(3))));
    } else if (LOAD_END.matcher(text).matches()) {
      recording.loadEnd();
    } else {
      return false;
    }
    return true;
  }

  private static Span span(Matcher matcher, int group) {
    return new Span(
        Double.parseDouble(matcher.group(group)), Double.parseDouble(matcher.group(group + 1)));
  }
}
