// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.OriginalArguments;
import io.github.twlen.cli.ProgramVersion;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.ProgramCall;
import io.github.twlen.report.evidence.TestFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The files in which a command lists its checks as tests. */
public final class TestFileOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write each check as a test case to FILE, in JUnit XML.")
  private @Nullable Path junit;

  @Option(
      names = "--ktap",
      paramLabel = "FILE",
      description = "Also write each check as a test to FILE, in KTAP.")
  private @Nullable Path ktap;

  /**
   * Returns the call of the command, with these files.
   *
   * @throws InvalidOption when both options name the same file, or one names an input
   */
  public ProgramCall call(Context context) {
    TestFiles files = files();
    if (junit != null && files.junit().equals(files.ktap())) {
      throw new InvalidOption(
          "cannot use --junit and --ktap with the same file", "pass two different files");
    }
    options(files).forEach(option -> option.requireNoInput(spec));
    return ofCommand(spec, context).with(files);
  }

  /**
   * Returns the call of the command, with these files.
   *
   * @throws InvalidOption also when one is a file of the output directory
   */
  public ProgramCall call(Context context, OutputFolder output) {
    requireNotIn(output);
    return call(context);
  }

  /**
   * Requires that these files are not those of the output directory.
   *
   * @throws InvalidOption when one is
   */
  public void requireNotIn(OutputFolder output) {
    options(files()).forEach(option -> option.requireNoneOf(output.files()));
  }

  private TestFiles files() {
    return new TestFiles(absolute(junit), absolute(ktap));
  }

  private static List<OutputOption> options(TestFiles files) {
    List<OutputOption> all = new ArrayList<>();
    files.junit().ifPresent(file -> all.add(new OutputOption("--junit", file, OutputOption.TESTS)));
    files.ktap().ifPresent(file -> all.add(new OutputOption("--ktap", file, OutputOption.TESTS)));
    return all;
  }

  /** Returns the call of a command without these options. */
  public static ProgramCall ofCommand(@Nullable CommandSpec spec, Context context) {
    return new ProgramCall(OriginalArguments.of(spec), ProgramVersion.number(), context.locale());
  }

  private static Optional<Path> absolute(@Nullable Path file) {
    return Optional.ofNullable(file).map(path -> path.toAbsolutePath().normalize());
  }
}
