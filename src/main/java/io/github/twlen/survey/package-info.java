// SPDX-License-Identifier: Apache-2.0
/**
 * What TIME_WAIT does to a host that runs: its sockets, its settings, and which remedy fits. Only
 * read, never changed. A table of any size is read once, with bounded memory.
 */
@NullMarked
package io.github.twlen.survey;

import org.jspecify.annotations.NullMarked;
