// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import io.github.twlen.report.Report;
import io.github.twlen.report.evidence.TestSuite.Result;
import io.github.twlen.report.evidence.TestSuite.TestCase;
import java.util.List;

/**
 * Writes a report as KTAP, version 1.
 *
 * @see <a href="https://docs.kernel.org/dev-tools/ktap.html">The Kernel Test Anything Protocol</a>
 */
final class Ktap {
  private Ktap() {}

  /** Returns the document. */
  static String text(Report report) {
    TestSuite suite = TestSuite.of(report);
    List<TestCase> cases = suite.cases();
    StringBuilder text = new StringBuilder("KTAP version 1\n1..").append(cases.size()).append('\n');
    suite.facts().forEach((name, value) -> diagnostic(text, name + ": " + value));
    for (int i = 0; i < cases.size(); i++) {
      TestCase one = cases.get(i);
      // Diagnostics precede the result that they explain.
      if (one.result() != Result.SKIP) {
        diagnostic(text, one.name() + ": " + one.detail());
      }
      boolean good = one.result() == Result.PASS || one.result() == Result.SKIP;
      text.append(good ? "ok " : "not ok ").append(i + 1).append(' ').append(one.name());
      switch (one.result()) {
        // A number sign would begin another directive.
        case SKIP -> text.append(" # SKIP ").append(one.detail().replace("#", "\\#"));
        case ERROR -> text.append(" # ERROR");
        case PASS, FAIL -> {}
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static void diagnostic(StringBuilder text, String line) {
    text.append("# ").append(line).append('\n');
  }
}
