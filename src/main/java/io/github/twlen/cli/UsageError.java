// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

/**
 * The two lines about an invalid command line.
 *
 * @param what the finding, such as {@code cannot use --in moon: unknown value}
 * @param fix the next step
 */
record UsageError(String what, String fix) {}
