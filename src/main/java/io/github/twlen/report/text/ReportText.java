// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import io.github.twlen.Message;
import io.github.twlen.Messages;
import io.github.twlen.report.Report;
import io.github.twlen.verify.MeasuredKernel.Expected;
import io.github.twlen.verify.MeasuredKernel.Lifetime;
import java.time.Duration;
import java.util.Locale;

/** The texts of reports in one language. */
public final class ReportText {
  private final Locale locale;
  private final Messages messages;

  /** Reads the texts of a language. */
  public ReportText(Locale locale) {
    this.locale = locale;
    this.messages = Messages.of(Report.class, locale);
  }

  /** Returns the text of a key, see {@link Messages#text}. */
  public String text(String key, Object... namesAndValues) {
    return messages.text(key, namesAndValues);
  }

  /** Returns the text of a message. */
  public String text(Message message) {
    return message.in(locale);
  }

  /** Returns the name of a kernel: {@code stock}, {@code patched} or {@code running}. */
  public String kernel(String name) {
    return text("kernel." + name);
  }

  /** Returns a duration, such as {@code 0.4 s}, {@code 35 s} or {@code 4 min 35 s}. */
  public String took(Duration took) {
    double seconds = took.toNanos() / 1e9;
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? text("duration.minutes", "minutes", whole / 60, "seconds", whole % 60)
        : text("duration.hours", "hours", whole / 3600, "minutes", whole % 3600 / 60);
  }

  /** Returns the shortest and the longest lifetime. */
  public String range(Lifetime lifetime) {
    return range(lifetime.minSeconds(), lifetime.maxSeconds());
  }

  /** Returns the allowed range. */
  public String range(Expected expected) {
    return range(expected.earliestSeconds(), expected.latestSeconds());
  }

  private String range(double from, double to) {
    return text("range", "from", Numbers.exact(from), "to", Numbers.exact(to));
  }
}
