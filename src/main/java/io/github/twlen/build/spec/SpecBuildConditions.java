// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells which build conditions a spec knows, in both idioms: {@code %bcond_without perf} (and
 * {@code %bcond perf 1}), and the macro {@code _without_perf} itself (rpm: doc conditionalbuilds).
 */
public final class SpecBuildConditions {
  private final String text;

  public SpecBuildConditions(SpecFile spec) {
    StringBuilder all = new StringBuilder();
    spec.lines().filter(line -> !line.comment()).forEach(l -> all.append(l.text()).append('\n'));
    this.text = all.toString();
  }

  /** Returns those of the names that {@code --without} switches off. */
  public List<String> without(List<String> names) {
    return names.stream().filter(this::knows).toList();
  }

  private boolean knows(String name) {
    String quoted = Pattern.quote(name);
    return Pattern.compile("\\b_without_" + quoted + "\\b|%bcond(?:_without)?\\s+" + quoted + "\\b")
        .matcher(text)
        .find();
  }
}
