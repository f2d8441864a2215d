// SPDX-License-Identifier: Apache-2.0
/**
 * Reads archives that are not trusted: which compression, which entries, which paths are safe. It
 * knows neither kernels nor recipes.
 */
@NullMarked
package io.github.twlen.archive;

import org.jspecify.annotations.NullMarked;
