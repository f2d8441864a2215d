// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.OutputOption;
import io.github.twlen.workspace.OutputFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The file of {@code twlen survey --prometheus}.
 *
 * @param named by the user
 */
record MetricsFile(Path named, Context context) {
  /** Fails when it is an input of the command. */
  void check(@Nullable CommandSpec spec) {
    new OutputOption("--prometheus", named, OutputOption.METRICS).requireNoInput(spec);
  }

  /** Replaces the file. */
  void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Path file = named.toAbsolutePath().normalize();
    context.console().warn("wrote " + file, new OutputFile(file).write(out -> out.write(bytes)));
    if (!named.toString().endsWith(".prom")) {
      context.console().talk("node_exporter reads only files whose names end with .prom");
    }
  }
}
