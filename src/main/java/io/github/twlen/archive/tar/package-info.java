// SPDX-License-Identifier: Apache-2.0
/**
 * Reads tar: lists entries, finds one file without unpacking the rest, extracts a tree. It does not
 * know how the bytes were compressed.
 */
@NullMarked
package io.github.twlen.archive.tar;

import org.jspecify.annotations.NullMarked;
