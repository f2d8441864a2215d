// SPDX-License-Identifier: Apache-2.0
/** Boots a kernel in a guest, measures its TIME_WAIT, and judges what was measured. */
@NullMarked
package io.github.twlen.verify;

import org.jspecify.annotations.NullMarked;
