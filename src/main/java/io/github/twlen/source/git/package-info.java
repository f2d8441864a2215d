// SPDX-License-Identifier: Apache-2.0
/**
 * Fetches git repositories, isolated from the user's configuration. It does not know what a tree
 * contains.
 */
@NullMarked
package io.github.twlen.source.git;

import org.jspecify.annotations.NullMarked;
