// SPDX-License-Identifier: Apache-2.0
/** Reads /proc or a copy of it, a million rows at a time. It gives no advice. */
@NullMarked
package io.github.twlen.survey.proc;

import org.jspecify.annotations.NullMarked;
