// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The arguments as typed, the program's name first, for the report of a run. */
public final class OriginalArguments {
  private OriginalArguments() {}

  public static List<String> of(@Nullable CommandSpec spec) {
    List<String> arguments = new ArrayList<>(List.of("twlen"));
    if (spec != null) {
      arguments.addAll(spec.root().commandLine().getParseResult().expandedArgs());
    }
    return arguments;
  }
}
