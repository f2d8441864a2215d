// SPDX-License-Identifier: Apache-2.0
/**
 * Boots a kernel or reaches a running machine, and runs the probe there. It does not judge what the
 * probe reports.
 */
@NullMarked
package io.github.twlen.verify.guest;

import org.jspecify.annotations.NullMarked;
