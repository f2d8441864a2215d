// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.guest.GuestFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Precedes the lines of a part, which may come between others. */
  private static final Pattern TAG = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,2})?): ");

  /** The lines without a tag. */
  private static final String MAIN = "";

  private static final String FAILED = "failed ";
  private static final String END = "end ";

  private ProbeTranscript() {}

  /**
   * Parses a transcript without arrival times.
   *
   * @throws GuestFailure when it is truncated or malformed, or reports a failure of the probe
   */
  public static Measurement parse(List<String> lines) {
    return measure(lines.stream().map(line -> new ConsoleLine(line, 0)).toList(), false);
  }

  /** Parses a transcript and compares the guest's clock with the arrival times. */
  public static Measurement parseArrived(List<ConsoleLine> lines) {
    return measure(lines, true);
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
    return ProbeLine.status(TAG.matcher(content(line)).replaceFirst(""));
  }

  private static String content(String line) {
    // A kernel message without a newline may precede the mark.
    return line.substring(line.indexOf(MARK) + MARK.length()).strip();
  }

  private static Measurement measure(List<ConsoleLine> lines, boolean arrivalsKnown) {
    Map<String, List<ConsoleLine>> streams = new LinkedHashMap<>();
    for (ConsoleLine line : lines) {
      if (isOwn(line.text())) {
        String text = content(line.text());
        Matcher tag = TAG.matcher(text);
        boolean tagged = tag.lookingAt();
        streams
            .computeIfAbsent(tagged ? tag.group(1) : MAIN, name -> new ArrayList<>())
            .add(new ConsoleLine(tagged ? text.substring(tag.end()) : text, line.arrived()));
      }
    }
    Map<String, Recording> parts = new LinkedHashMap<>();
    Recording main = record(streams.getOrDefault(MAIN, List.of()));
    streams.remove(MAIN);
    streams.forEach((name, own) -> parts.put(name, recordPart(own)));
    return new SettingReader(main, parts).addTo(new SocketTracker(main).measurement(arrivalsKnown));
  }

  /** Records the lines of a part; one that reports its own failure has no other line. */
  private static Recording recordPart(List<ConsoleLine> own) {
    return own.stream()
        .map(ConsoleLine::text)
        .filter(text -> text.startsWith(FAILED))
        .findFirst()
        .map(failed -> Recording.failed(failed.substring(FAILED.length())))
        .orElseGet(() -> record(own));
  }

  private static Recording record(List<ConsoleLine> own) {
    requireWhole(own.stream().map(ConsoleLine::text).toList());
    Recording recording = new Recording();
    for (ConsoleLine line : own.subList(0, own.size() - 1)) {
      try {
        ProbeLine.take(line, recording);
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

  /** Creates the failure of an incomplete transcript. */
  static GuestFailure incomplete(String what, @Nullable Exception cause) {
    return new GuestFailure(
        what, "rerun the measurement; if it fails again, check the console log", cause);
  }
}
