// SPDX-License-Identifier: Apache-2.0
/** Parses the command line, calls one class, and prints its result. */
@NullMarked
package io.github.twlen.cli;

import org.jspecify.annotations.NullMarked;
