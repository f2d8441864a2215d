/** Results only: {@code report.json}, {@code report.html} and the decay chart. */
@NullMarked
package io.github.twlen.report;

import org.jspecify.annotations.NullMarked;
