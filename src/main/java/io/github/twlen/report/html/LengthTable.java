// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import io.github.twlen.report.Measurements.Named;
import io.github.twlen.report.Report;
import io.github.twlen.report.text.ReportText;
import io.github.twlen.verify.MeasuredLength;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lengths set with the sysctl on one kernel.
 *
 * @param title names the kernel
 */
record LengthTable(String title, List<Row> rows) {
  /** One length; the label has its value and, if not the first, its namespace. */
  record Row(String label, MeasuredLength length) {}

  /** Returns the table of a kernel; none for one with a fixed length. */
  static Stream<LengthTable> of(Named named, ReportText text) {
    List<MeasuredLength> lengths = named.kernel().lengths();
    if (lengths == null || lengths.isEmpty()) {
      return Stream.empty();
    }
    String title = text.text("length.title", "kernel", text.kernel(named.name()));
    return Stream.of(
        new LengthTable(
            title, lengths.stream().map(length -> new Row(label(length, text), length)).toList()));
  }

  private static String label(MeasuredLength length, ReportText text) {
    String key = "length." + Report.key(length.namespace());
    return text.text(key, "length", length.seconds() + " s");
  }
}
