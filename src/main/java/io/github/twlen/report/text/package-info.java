// SPDX-License-Identifier: Apache-2.0
/**
 * Words of a report: headline, summary, numbers with units. It does not know where they are shown.
 */
@NullMarked
package io.github.twlen.report.text;

import org.jspecify.annotations.NullMarked;
