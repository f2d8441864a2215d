// SPDX-License-Identifier: Apache-2.0
/**
 * The macro {@code TCP_TIMEWAIT_LEN} and the patch that changes it. Knows nothing of files or
 * processes.
 */
@NullMarked
package io.github.twlen.patch;

import org.jspecify.annotations.NullMarked;
