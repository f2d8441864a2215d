// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The words that the user typed, the program's name first: what a report needs to be repeated. */
public final class OriginalArguments {
  private OriginalArguments() {}

  public static List<String> of(@Nullable CommandSpec spec) {
    List<String> words = new ArrayList<>(List.of("twlen"));
    if (spec != null) {
      words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    }
    return words;
  }
}
