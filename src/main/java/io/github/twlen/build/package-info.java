// SPDX-License-Identifier: Apache-2.0
/**
 * Builds a kernel from a patched tree or a spec. It does not know where the source came from, and
 * boots nothing.
 */
@NullMarked
package io.github.twlen.build;

import org.jspecify.annotations.NullMarked;
