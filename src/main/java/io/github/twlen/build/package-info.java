// SPDX-License-Identifier: Apache-2.0
/** From a patched tree to a kernel. */
@NullMarked
package io.github.twlen.build;

import org.jspecify.annotations.NullMarked;
