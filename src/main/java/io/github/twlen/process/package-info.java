// SPDX-License-Identifier: Apache-2.0
/** Starts other programs; the only package that does. It does not know what they are for. */
@NullMarked
package io.github.twlen.process;

import org.jspecify.annotations.NullMarked;
