// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

/** A line of a guest's console with its arrival in {@link System#nanoTime()}. */
public record ConsoleLine(String text, long arrived) {}
