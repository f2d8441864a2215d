// SPDX-License-Identifier: Apache-2.0
/** Builds a kernel from a patched tree or a spec. It fetches no source and boots no kernel. */
@NullMarked
package io.github.twlen.build;

import org.jspecify.annotations.NullMarked;
