// SPDX-License-Identifier: Apache-2.0
/**
 * Decompresses xz by blocks, in parallel or by the xz program. It does not know what the bytes
 * mean.
 */
@NullMarked
package io.github.twlen.archive.xz;

import org.jspecify.annotations.NullMarked;
