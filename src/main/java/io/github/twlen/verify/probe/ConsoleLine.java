// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

/**
 * A line of a guest's console.
 *
 * @param text without its end
 * @param arrived when it came, in nanoseconds of {@link System#nanoTime()}
 */
public record ConsoleLine(String text, long arrived) {}
