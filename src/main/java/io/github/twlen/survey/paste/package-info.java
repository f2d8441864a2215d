// SPDX-License-Identifier: Apache-2.0
/** Pasted socket tables: the output of ss, of netstat, or the rows of {@code /proc/net/tcp}. */
@NullMarked
package io.github.twlen.survey.paste;

import org.jspecify.annotations.NullMarked;
