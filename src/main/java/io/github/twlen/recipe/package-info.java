// SPDX-License-Identifier: Apache-2.0
/**
 * Has the values that recipes give to all packages: sources, lengths, versions, remedies. It opens
 * no source and starts no program.
 */
@NullMarked
package io.github.twlen.recipe;

import org.jspecify.annotations.NullMarked;
