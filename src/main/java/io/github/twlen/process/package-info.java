// SPDX-License-Identifier: Apache-2.0
/** The one door to other programs. */
@NullMarked
package io.github.twlen.process;

import org.jspecify.annotations.NullMarked;
