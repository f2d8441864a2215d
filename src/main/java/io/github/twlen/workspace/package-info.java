// SPDX-License-Identifier: Apache-2.0
/**
 * Knows every path and lock of the cache; writes to a temporary file, then moves it. It does not
 * know what the files mean.
 */
@NullMarked
package io.github.twlen.workspace;

import org.jspecify.annotations.NullMarked;
