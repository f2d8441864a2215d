// SPDX-License-Identifier: Apache-2.0
/**
 * Code that every package uses: failures with their exit codes, progress, checked input. It knows
 * no kernel, no file format and no other program.
 */
@NullMarked
package io.github.twlen;

import org.jspecify.annotations.NullMarked;
