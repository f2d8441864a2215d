// SPDX-License-Identifier: Apache-2.0
/** Reads /proc, here or from a copy, a million rows at a time. It judges nothing. */
@NullMarked
package io.github.twlen.survey.proc;

import org.jspecify.annotations.NullMarked;
