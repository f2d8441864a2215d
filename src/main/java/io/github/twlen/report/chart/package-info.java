// SPDX-License-Identifier: Apache-2.0
/** Draws the charts as SVG. It does not know the page around them. */
@NullMarked
package io.github.twlen.report.chart;

import org.jspecify.annotations.NullMarked;
