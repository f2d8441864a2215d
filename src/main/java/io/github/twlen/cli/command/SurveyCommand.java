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
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twlen survey}. */
@Command(
    name = "survey",
    description = "Show what TIME_WAIT does to a host, and which remedy it needs, if any.",
    sortOptions = false)
final class SurveyCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private SshOptions ssh = new SshOptions();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "Look at a copy of the few files of /proc, as --collect makes one.")
  private @Nullable Path from;

  @Option(
      names = "--collect",
      paramLabel = "FOLDER",
      description = "Also make such a copy here, of this host or of the one that ssh reaches.")
  private @Nullable Path collect;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      converter = LengthConverter.class,
      description =
          "The length that a rebuilt kernel would have, to tell what it would do here. Default:"
              + " ${DEFAULT-VALUE}.")
  private TimewaitLength seconds = TimewaitLength.STOCK;

  SurveyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    Optional<Path> copy = Optional.ofNullable(collect).map(SurveyCommand::whole);
    Survey survey = survey(new SurveyRunner(source(), copy, seconds, context.workspace()), copy);
    copy.ifPresent(folder -> context.console().say("a copy of what was read is in " + folder));
    context
        .console()
        .printPainted(
            common.json ? Json.text(survey) : SurveyView.of(survey, context.console().colour()));
    return ExitCode.DONE.code();
  }

  private static Survey survey(SurveyRunner runner, Optional<Path> copy) {
    try {
      return runner.call();
    } catch (WorkspaceFailure e) {
      throw copy.isPresent()
          ? new WorkspaceFailure(e.what(), "name another folder with --collect", e)
          : e;
    }
  }

  private SurveyRunner.Source source() {
    try {
      Optional<String> host = ssh.host();
      if (from == null) {
        return host.<SurveyRunner.Source>map(name -> new SurveyRunner.BySsh(name, ssh.options()))
            .orElseGet(SurveyRunner.ThisHost::new);
      }
      if (host.isPresent() || collect != null) {
        throw new InvalidOption(
            "--from looks at a copy that is there: without --ssh and --collect");
      }
      return new SurveyRunner.Copy(whole(from));
    } catch (InvalidOption e) {
      throw e.inCommand(spec);
    }
  }

  private static Path whole(Path folder) {
    return folder.toAbsolutePath().normalize();
  }
}
