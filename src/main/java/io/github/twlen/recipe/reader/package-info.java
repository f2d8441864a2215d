// SPDX-License-Identifier: Apache-2.0
/**
 * Reads and validates recipe files, with file, line and column for each error. It does not know
 * what the values are used for.
 */
@NullMarked
package io.github.twlen.recipe.reader;

import org.jspecify.annotations.NullMarked;
