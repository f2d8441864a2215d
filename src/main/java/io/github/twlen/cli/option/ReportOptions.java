// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.cli.Context;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.workspace.Digests;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The output directory of a command that only measures. */
public final class ReportOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Directory for report.json, report.html and console.log. Default: in the cache.")
  private @Nullable Path output;

  /** Returns whether the user chose the directory. */
  public boolean isGiven() {
    return output != null;
  }

  /**
   * Returns the directory; by default one in the cache for each key.
   *
   * @throws InvalidOption when an input would be overwritten there
   */
  public OutputFolder folder(Context context, String room, String key) {
    if (output == null) {
      return new OutputFolder(context.workspace().room(room).resolve(Digests.shortName(key)));
    }
    OutputFolder folder = new OutputFolder(output.toAbsolutePath().normalize());
    folder.reports().forEach(file -> OutputOption.inDirectory(file).requireNoInput(spec));
    return folder;
  }
}
