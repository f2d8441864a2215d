// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import io.github.twlen.Message;
import io.github.twlen.Resource;
import io.github.twlen.TerminalText;
import io.github.twlen.report.Report;
import io.github.twlen.report.text.Numbers;
import io.github.twlen.report.text.ReportText;
import io.github.twlen.verify.MeasuredKernel.Expected;
import io.github.twlen.verify.MeasuredKernel.Lifetime;
import io.github.twlen.workspace.AtomicFile;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Writes {@code report.html}: one page without scripts that loads nothing, and that tells the
 * browser to refuse both. Its markup is in {@code report.mustache}, which escapes all text.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Writes the page, complete or not at all.
   *
   * @throws io.github.twlen.workspace.WorkspaceFailure when it cannot be written
   */
  public static void write(Report report, Locale locale, Path file) {
    AtomicFile.write(file, text(report, locale));
  }

  /** Returns the page. */
  public static String text(Report report, Locale locale) {
    ReportText text = new ReportText(locale);
    StringWriter page = new StringWriter();
    Mustache.compiler()
        .withEscaper(raw -> Escapers.HTML.escape(TerminalText.lines(raw)))
        .withFormatter(value -> format(value, text))
        .emptyStringIsFalse(true)
        .compile(Resource.text(HtmlReport.class, "report.mustache"))
        .execute(new HtmlPage(report, text), report, page);
    return page.toString();
  }

  private static String format(Object value, ReportText text) {
    if (value instanceof Message message) {
      return text.text(message);
    }
    if (value instanceof Duration took) {
      return Numbers.glued(text.took(took));
    }
    if (value instanceof Double seconds) {
      return Numbers.glued(Numbers.exact(seconds) + " s");
    }
    if (value instanceof Lifetime lifetime) {
      return Numbers.glued(text.range(lifetime));
    }
    if (value instanceof Enum<?> constant) {
      return Report.key(constant);
    }
    return value instanceof Expected expected
        ? Numbers.glued(text.range(expected))
        : String.valueOf(value);
  }
}
