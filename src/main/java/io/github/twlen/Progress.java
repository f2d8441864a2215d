// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

/**
 * How a step tells what it is doing. Lines stay; a status is overwritten by the next and appears
 * only on a terminal.
 */
public interface Progress {
  /** Tells nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void say(String line) {}

        @Override
        public void status(String text) {}
      };

  /** A line that stays. */
  void say(String line);

  /** What is going on at this moment, such as {@code "1204 of 1630 files"}; empty ends it. */
  void status(String text);
}
