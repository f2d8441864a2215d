// SPDX-License-Identifier: Apache-2.0
/** Writes report.json. It knows no layout and no language. */
@NullMarked
package io.github.twlen.report.json;

import org.jspecify.annotations.NullMarked;
