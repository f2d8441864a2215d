// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.SurveyData;

/** Commands that add a local address beside another one. */
final class AddressCommands {
  private AddressCommands() {}

  /** Returns whether further addresses like this one need no command: 127.0.0.0/8 is all local. */
  static boolean isPresentAnyway(String like) {
    return like.startsWith("127.");
  }

  /** Returns the commands that add an address of the same family. */
  static Change add(SurveyData data, String like) {
    if (isPresentAnyway(like)) {
      return Change.NONE;
    }
    boolean v6 = like.indexOf(':') >= 0;
    return Change.of(
        data.commands(
            "addresses.commands",
            "prefix",
            v6 ? "128" : "32",
            "device",
            like.equals("::1") ? "lo" : "DEVICE"));
  }
}
