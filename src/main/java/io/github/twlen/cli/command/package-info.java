// SPDX-License-Identifier: Apache-2.0
/** Has one class for each command: it parses, calls and prints, but computes nothing. */
@NullMarked
package io.github.twlen.cli.command;

import org.jspecify.annotations.NullMarked;
