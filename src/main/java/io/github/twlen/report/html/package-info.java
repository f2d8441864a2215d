// SPDX-License-Identifier: Apache-2.0
/** Writes report.html. It computes no number that report.json lacks. */
@NullMarked
package io.github.twlen.report.html;

import org.jspecify.annotations.NullMarked;
