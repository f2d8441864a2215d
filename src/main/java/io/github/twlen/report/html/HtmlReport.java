// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import io.github.twlen.report.Report;
import io.github.twlen.report.text.Headline;
import io.github.twlen.workspace.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes {@code report.html}: one page that needs nothing but itself. It has no script and loads
 * nothing, and tells the browser to refuse both; it reads on a phone, on a desktop, in the dark and
 * on paper.
 */
public final class HtmlReport {
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

  private HtmlReport() {}

  /**
   * Writes the page, whole or not at all.
   *
   * @throws io.github.twlen.workspace.WorkspaceFailure when it cannot be written
   */
  public static void write(Report report, Path file) {
    AtomicFile.write(file, text(report));
  }

  /** The page as text. */
  public static String text(Report report) {
    Markup page = new Markup();
    page.open("html", "lang", "en");
    head(page, report);
    page.open("body").open("main");
    HtmlVerdict.draw(page, report);
    HtmlProof.checks(page, report);
    HtmlNumbers.draw(page, report);
    HtmlOrigin.source(page, report);
    HtmlOrigin.patch(page, report);
    HtmlOrigin.build(page, report);
    HtmlRun.stages(page, report);
    HtmlRun.installation(page, report);
    HtmlRun.repeat(page, report);
    page.element("footer", "The same for programs: report.json, beside this page.");
    page.close().close().close();
    return "<!DOCTYPE html>\n" + page;
  }

  private static void head(Markup page, Report report) {
    page.open("head");
    page.empty("meta", "charset", "utf-8");
    page.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.empty("meta", "name", "color-scheme", "content", "light dark");
    page.empty("meta", "name", "generator", "content", "twlen " + report.run().twlenVersion());
    page.element("title", "twlen " + report.outcome() + ": " + Headline.of(report));
    page.style(sheet());
    page.close();
  }

  private static String sheet() {
    try (InputStream sheet = HtmlReport.class.getResourceAsStream("report.css")) {
      if (sheet == null) {
        throw new IllegalStateException("report.css is not packed into the program");
      }
      return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("report.css cannot be read from the program", e);
    }
  }
}
