// SPDX-License-Identifier: Apache-2.0
/**
 * Knows guests, what a probe printed, what the kernel's timers allow, and the verdict. It must not
 * know how a kernel was built or how a report looks.
 */
@NullMarked
package io.github.twlen.verify;

import org.jspecify.annotations.NullMarked;
