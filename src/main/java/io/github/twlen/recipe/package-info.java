// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the values of recipes that all packages use: sources, lengths, versions, remedies. It opens
 * no source and starts no program.
 */
@NullMarked
package io.github.twlen.recipe;

import org.jspecify.annotations.NullMarked;
