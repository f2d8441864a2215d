// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.probe.SettingRun.Look;
import io.github.twlen.verify.probe.SettingRun.Role;
import io.github.twlen.verify.probe.SettingRun.Write;
import io.github.twlen.verify.timer.Span;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses single lines of the probe into a {@link Recording}. */
final class ProbeLine {
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
          "(release|hz|clocksource|sysctl \\w+|overflows|ipv6|server|noclosing|noload|nonamespace) (\\S.*)"
              + "|(begin)");
  private static final Pattern LOAD = Pattern.compile("load (\\d{1,6})");
  private static final Pattern LOADED =
      Pattern.compile("loaded " + SECONDS + " (-?\\d{1,9}) (\\d{1,9})");
  private static final Pattern LOAD_END = Pattern.compile("loadend " + SECONDS + " (\\d{1,9})");
  private static final Pattern GAVE_UP = Pattern.compile("gaveup \\d{1,9}");
  private static final Pattern PART =
      Pattern.compile(
          "part (\\d{1,2}(?:\\.\\d{1,2})?) (set|first|held|kept|namespace)"
              + "(?: (\\d{1,9}))?(?: (\\d{1,9}))?");
  private static final Pattern WRITE =
      Pattern.compile("write (\\S+) (accepted|refused) (\\S+) " + SECONDS + " ?(.*)");
  private static final Pattern LOOK =
      Pattern.compile("namespace (\\d{1,9}) (\\S+) (\\S+) (\\S+) (\\S+)");

  private ProbeLine() {}

  /** Returns a sample in plain words; empty for other lines. */
  static Optional<String> status(String text) {
    Matcher sample = SAMPLE.matcher(text);
    Matcher loaded = LOADED.matcher(text);
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

  /**
   * Adds a line to a recording.
   *
   * @throws IllegalArgumentException when it is malformed, or unexpected at this point
   */
  static void take(ConsoleLine line, Recording recording) {
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
    } else if (!takeSetting(text, recording)) {
      takeLoad(text, recording);
    }
  }

  private static boolean takeSetting(String text, Recording recording) {
    Matcher part = PART.matcher(text);
    Matcher write = WRITE.matcher(text);
    Matcher look = LOOK.matcher(text);
    if (part.matches()) {
      Role role = Role.valueOf(part.group(2).toUpperCase(Locale.ROOT));
      recording.part(part.group(1), role, optional(part.group(3)), optional(part.group(4)));
    } else if (write.matches()) {
      boolean accepted = write.group(2).equals("accepted");
      double when = Double.parseDouble(write.group(4));
      recording.writes.add(
          new Write(write.group(1), accepted, optional(write.group(3)), when, write.group(5)));
    } else if (look.matches()) {
      recording.look =
          Optional.of(
              new Look(
                  number(look, 1),
                  optional(look.group(2)),
                  optional(look.group(3)),
                  optional(look.group(4)),
                  optional(look.group(5))));
    } else {
      return false;
    }
    return true;
  }

  private static OptionalInt optional(@Nullable String text) {
    return text != null && text.matches("-?\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
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
