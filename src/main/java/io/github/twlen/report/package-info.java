// SPDX-License-Identifier: Apache-2.0
/**
 * Results only: the document of a run and its three faces, {@code report.json}, {@code report.html}
 * and the summary on the terminal.
 */
@NullMarked
package io.github.twlen.report;

import org.jspecify.annotations.NullMarked;
