// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether the rows of a table go on without a break: the kernel numbers them from 0 ({@code
 * st->num} in {@code net/ipv4/tcp_ipv4.c}, for both tables), listeners first, and takes the number
 * up again where it goes on with the next page, whatever came and went meanwhile. So a break was
 * made after the kernel had printed the table.
 */
final class RowSequenceCheck {
  private long next;
  private long strangers;
  private long breakLine;
  private long breakNumber;
  private long breakWanted;

  /** The next line is a row with this number. */
  void row(long line, long number) {
    // A line that is no row may stand in the place of one, or between two.
    if (breakLine == 0 && (number < next || number > next + strangers)) {
      breakLine = line;
      breakNumber = number;
      breakWanted = next;
    }
    next = number + 1;
    strangers = 0;
  }

  /** The next line is no row, which is told elsewhere. */
  void noRow() {
    strangers++;
  }

  /** A sentence on the first break; empty when there is none. */
  Optional<String> told(String file) {
    return breakLine == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s: rows are missing, or not where they belong: line %,d has the number %d, and %d"
                    + " would be next",
                file,
                breakLine,
                breakNumber,
                breakWanted));
  }
}
