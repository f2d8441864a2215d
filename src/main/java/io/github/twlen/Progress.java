// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

/** Reports what a step is doing. */
public interface Progress {
  /** Reports nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void say(String line) {}

        @Override
        public void status(String text) {}
      };

  /** Prints a line that stays. */
  void say(String line);

  /** Shows the current activity on a terminal only, such as "1204 of 1630 files"; empty ends it. */
  void status(String text);

  /** Returns this progress with a name before each status, for one of several tasks. */
  default Progress about(String name) {
    Progress all = this;
    return new Progress() {
      @Override
      public void say(String line) {
        all.say(line);
      }

      @Override
      public void status(String text) {
        all.status(text.isEmpty() ? text : name + ": " + text);
      }
    };
  }
}
