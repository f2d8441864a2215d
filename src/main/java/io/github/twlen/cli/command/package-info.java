// SPDX-License-Identifier: Apache-2.0
/** Has one class for each command. A command parses, calls and prints; it computes nothing. */
@NullMarked
package io.github.twlen.cli.command;

import org.jspecify.annotations.NullMarked;
