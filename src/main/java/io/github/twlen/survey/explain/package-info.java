// SPDX-License-Identifier: Apache-2.0
/** What log lines of the kernel and of programs mean for TCP, and which look decides it. */
@NullMarked
package io.github.twlen.survey.explain;

import org.jspecify.annotations.NullMarked;
