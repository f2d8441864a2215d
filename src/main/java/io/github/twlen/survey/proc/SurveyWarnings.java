// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import java.util.ArrayList;
import java.util.List;

/** What could not be read, or not be trusted: told with the numbers, never passed over. */
public final class SurveyWarnings {
  private final List<String> all = new ArrayList<>();

  /** One sentence, without a full stop. */
  public void add(String sentence) {
    all.add(sentence);
  }

  public List<String> all() {
    return List.copyOf(all);
  }
}
