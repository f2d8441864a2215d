// SPDX-License-Identifier: Apache-2.0
/**
 * The terminal: parses with picocli, calls, prints, and maps failures to exit codes. Nothing below
 * knows it.
 */
@NullMarked
package io.github.twlen.cli;

import org.jspecify.annotations.NullMarked;
