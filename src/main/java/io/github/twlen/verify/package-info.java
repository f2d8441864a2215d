// SPDX-License-Identifier: Apache-2.0
/**
 * Judges a measured kernel: each check by itself. It boots nothing by itself and builds nothing.
 */
@NullMarked
package io.github.twlen.verify;

import org.jspecify.annotations.NullMarked;
