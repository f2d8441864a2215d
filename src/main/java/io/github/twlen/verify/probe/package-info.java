// SPDX-License-Identifier: Apache-2.0
/** Reads what the probe printed. It does not know where the probe ran. */
@NullMarked
package io.github.twlen.verify.probe;

import org.jspecify.annotations.NullMarked;
