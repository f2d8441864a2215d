// SPDX-License-Identifier: Apache-2.0
/** Makes the patch of a header from a template, in memory: no files, no processes. */
@NullMarked
package io.github.twlen.patch;

import org.jspecify.annotations.NullMarked;
