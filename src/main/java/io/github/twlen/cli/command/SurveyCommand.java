// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.InvalidOption;
import io.github.twlen.cli.option.LengthConverter;
import io.github.twlen.cli.option.SshOptions;
import io.github.twlen.cli.view.Json;
import io.github.twlen.cli.view.SurveyView;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyRunner;
import io.github.twlen.workspace.WorkspaceFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twlen survey}. */
@Command(
    name = "survey",
    description = "Check a host for port exhaustion, and advise on TIME_WAIT.",
    sortOptions = false)
final class SurveyCommand implements Callable<Integer> {
  private static final String STDIN = "-";

  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private SshOptions ssh = new SshOptions();

  @Option(
      names = "--from",
      paramLabel = "PATH",
      description =
          "Read a copy that --collect made, or a file with the output of ss, netstat or"
              + " `cat /proc/net/tcp`; - for stdin.")
  private @Nullable Path from;

  @Option(
      names = "--collect",
      paramLabel = "DIR",
      description = "Also copy the survey's files of /proc to a directory on this host.")
  private @Nullable Path collect;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      converter = LengthConverter.class,
      description =
          "TIME_WAIT length of a rebuilt kernel, for the advice. Default: ${DEFAULT-VALUE}.")
  private TimewaitLength seconds = TimewaitLength.STOCK;

  SurveyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    Locale locale = common.json ? Locale.ROOT : context.locale();
    Optional<Path> copy = Optional.ofNullable(collect).map(SurveyCommand::absolute);
    Survey survey =
        survey(new SurveyRunner(source(), copy, seconds, context.run(), locale), copy.isPresent());
    copy.ifPresent(directory -> context.console().say("copied the files to " + directory));
    context
        .console()
        .printPainted(
            common.json
                ? Json.text(survey)
                : SurveyView.of(survey, locale, context.console().colour()));
    return ExitCode.DONE.code();
  }

  private static Survey survey(SurveyRunner runner, boolean copies) {
    try {
      return runner.call();
    } catch (WorkspaceFailure e) {
      throw copies ? new WorkspaceFailure(e.what(), "pass another directory to --collect", e) : e;
    }
  }

  private SurveyRunner.Source source() {
    Optional<String> host = ssh.host();
    if (from == null) {
      return host.<SurveyRunner.Source>map(name -> new SurveyRunner.BySsh(name, ssh.options()))
          .orElseGet(SurveyRunner.ThisHost::new);
    }
    if (host.isPresent() || collect != null) {
      throw new InvalidOption(
          "cannot use --from with --ssh or --collect: it reads a file or a copy");
    }
    if (from.toString().equals(STDIN)) {
      return new SurveyRunner.Paste("stdin", () -> System.in);
    }
    Path path = absolute(from);
    // A missing path is reported as a missing copy; a pipe, as of <(ss -tan), is read.
    return Files.exists(path) && !Files.isDirectory(path)
        ? new SurveyRunner.Paste(path.toString(), () -> Files.newInputStream(path))
        : new SurveyRunner.Copy(path);
  }

  private static Path absolute(Path directory) {
    return directory.toAbsolutePath().normalize();
  }
}
