// SPDX-License-Identifier: Apache-2.0
/** Plain values that all rooms read: what a kernel is, where it comes from, how it is built. */
@NullMarked
package io.github.twlen.recipe;

import org.jspecify.annotations.NullMarked;
