package io.github.twlen.verify;

import java.util.ArrayList;
import java.util.List;
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
  private static final Pattern BIRTH = Pattern.compile("birth ([46]) " + SECONDS + " " + SECONDS);
  private static final Pattern SAMPLE =
      Pattern.compile("sample " + SECONDS + " " + SECONDS + " (\\d{1,4})");
  private static final Pattern ROW =
      Pattern.compile(
          "row ([46]) ([0-9A-F]{8,32}:[0-9A-F]{4}) [0-9A-F]{8,32}:[0-9A-F]{4} 03 ([0-9A-F]{8,16})");
  private static final Pattern FACT =
      Pattern.compile("(release|hz|clocksource|sysctl \\w+|overflows|ipv6|server) (\\S.*)|(begin)");
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
    return new SocketLives(record(lines.stream().map(line -> new ConsoleLine(line, 0)).toList()))
        .measurement(false);
  }

  /**
   * Reads a transcript, and compares the guest's clock with the times of arrival.
   *
   * @throws GuestFailure when it is cut off or malformed, or the probe itself says that it failed
   */
  public static Measurement parseArrived(List<ConsoleLine> lines) {
    return new SocketLives(record(lines)).measurement(true);
  }

  /** Whether this line is the probe's. */
  static boolean isOwn(String line) {
    return line.contains(MARK);
  }

  /** Whether this is the probe's last line. */
  static boolean isEnd(String line) {
    return isOwn(line) && content(line).startsWith(END);
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
        "the guest's kernel needs TCP over the loopback interface, /proc and sysfs; compare with recipes/configs/minimal.config",
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
      int family = Integer.parseInt(row.group(1));
      recording.row(new Recording.Row(family, row.group(2), Integer.parseInt(row.group(3), 16)));
      return;
    }
    recording.requireWholeSample();
    Matcher sample = SAMPLE.matcher(text);
    Matcher birth = BIRTH.matcher(text);
    Matcher fact = FACT.matcher(text);
    if (sample.matches()) {
      recording.sample(span(sample, 1), Integer.parseInt(sample.group(3)), line.arrived());
    } else if (birth.matches()) {
      recording.birth(Integer.parseInt(birth.group(1)), span(birth, 2));
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

  private static Span span(Matcher matcher, int group) {
    return new Span(
        Double.parseDouble(matcher.group(group)), Double.parseDouble(matcher.group(group + 1)));
  }
}
