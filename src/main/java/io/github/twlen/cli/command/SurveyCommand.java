// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.FleetOptions;
import io.github.twlen.cli.option.InvalidOption;
import io.github.twlen.cli.option.LengthConverter;
import io.github.twlen.cli.view.FleetView;
import io.github.twlen.cli.view.Json;
import io.github.twlen.cli.view.SurveyView;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.NamespaceSurveys;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyRunner;
import io.github.twlen.survey.fleet.FleetRunner;
import io.github.twlen.survey.fleet.HostAnswer;
import io.github.twlen.survey.fleet.PrometheusText;
import io.github.twlen.survey.proc.SshCollector;
import io.github.twlen.workspace.WorkspaceFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twlen survey}. */
@Command(
    name = "survey",
    description = "Check a host for port exhaustion, and advise on TIME_WAIT.",
    sortOptions = false)
final class SurveyCommand implements Callable<Integer> {
  private static final String STDIN = "-";

  /** Failed hosts to name on standard error. */
  private static final int SHOWN = 10;

  private final Context context;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private FleetOptions fleet = new FleetOptions();

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
      names = "--netns",
      paramLabel = "NETNS",
      description = "Survey another network namespace: a name in /run/netns, a process ID, or all.")
  private @Nullable String netns;

  @Option(
      names = "--prometheus",
      paramLabel = "FILE",
      description = "Also write the numbers to FILE for node_exporter's textfile collector.")
  private @Nullable Path prometheus;

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
    List<String> hosts = fleet.hosts();
    rejectCombinations(hosts);
    if (fleet.isFleet()) {
      return surveyFleet(hosts, locale);
    }
    Optional<String> host = hosts.stream().findFirst();
    SurveyRunner.Source source = source(host);
    try {
      return netns == null
          ? surveyHost(host, source, locale)
          : surveyNamespaces(host, source, netns, locale);
    } catch (TwlenFailure e) {
      // The numbers of an earlier run would look like those of this one.
      writeMetrics(() -> PrometheusText.ofFailed(host.orElse(null)));
      throw e;
    }
  }

  private void rejectCombinations(List<String> hosts) {
    if (from != null && (!hosts.isEmpty() || collect != null)) {
      throw new InvalidOption(
          "cannot use --from with --ssh or --collect: it reads a file or a copy");
    }
    if (netns != null && (from != null || collect != null)) {
      throw new InvalidOption("cannot use --netns with --from or --collect");
    }
    if (netns != null && netns.isBlank()) {
      throw new InvalidOption("cannot use --netns '" + netns + "': no name");
    }
    if (fleet.isFleet() && (netns != null || collect != null)) {
      throw new InvalidOption(
          "cannot use --netns or --collect with several hosts", "pass one --ssh HOST");
    }
    if (prometheus != null) {
      new MetricsFile(prometheus, context).check(spec);
    }
  }

  private int surveyHost(Optional<String> host, SurveyRunner.Source source, Locale locale) {
    Optional<Path> copy =
        Optional.ofNullable(collect).map(Path::toAbsolutePath).map(Path::normalize);
    SurveyRunner runner = new SurveyRunner(source, copy, seconds, context.run(), locale);
    Survey survey;
    try {
      survey = runner.call();
    } catch (WorkspaceFailure e) {
      throw copy.isPresent()
          ? new WorkspaceFailure(e.what(), "pass another directory to --collect", e)
          : e;
    }
    copy.ifPresent(directory -> context.console().say("copied the files to " + directory));
    writeMetrics(() -> metrics(host, List.of(survey)));
    print(survey, List.of(survey), locale);
    return ExitCode.DONE.code();
  }

  private int surveyNamespaces(
      Optional<String> host, SurveyRunner.Source source, String which, Locale locale) {
    SurveyRunner runner =
        new SurveyRunner(source, Optional.empty(), seconds, context.run(), locale);
    NamespaceSurveys.Result result = runner.namespaces(which);
    List<Survey> surveys = result.surveys();
    writeMetrics(() -> metrics(host, surveys));
    print(which.equals(NamespaceSurveys.ALL) ? surveys : surveys.get(0), surveys, locale);
    for (String space : result.unread()) {
      context.console().fail("cannot survey network namespace " + space, "run twlen as root");
    }
    return (result.unread().isEmpty() ? ExitCode.DONE : ExitCode.HOST).code();
  }

  private int surveyFleet(List<String> hosts, Locale locale) {
    Function<String, Survey> one =
        host ->
            new SurveyRunner(
                    source(Optional.of(host)), Optional.empty(), seconds, context.run(), locale)
                .call();
    IntConsumer progress =
        done -> context.console().status("surveyed " + done + " of " + hosts.size() + " hosts");
    List<HostAnswer> answers = new FleetRunner(fleet.parallel(), one, progress).call(hosts);
    context.console().status("");
    writeMetrics(() -> PrometheusText.ofFleet(answers));
    if (common.json) {
      context.console().printPainted(Json.text(answers.stream().map(HostAnswer::json).toList()));
    } else {
      context.console().printPainted(FleetView.of(answers, locale, context.console().colour()));
    }
    List<String> failed =
        answers.stream().filter(answer -> answer.survey() == null).map(HostAnswer::host).toList();
    if (failed.isEmpty()) {
      return ExitCode.DONE.code();
    }
    String count = failed.size() + " of " + hosts.size() + (hosts.size() == 1 ? " host" : " hosts");
    context
        .console()
        .fail(
            "cannot survey " + count + ": " + some(failed),
            "see the reasons in the output, and survey "
                + (failed.size() == 1 ? "this host" : "these hosts")
                + " again");
    return ExitCode.HOST.code();
  }

  private static String some(List<String> hosts) {
    String shown = String.join(", ", hosts.subList(0, Math.min(SHOWN, hosts.size())));
    return hosts.size() > SHOWN ? shown + ", ..." : shown;
  }

  private void print(Object answer, List<Survey> surveys, Locale locale) {
    boolean colour = context.console().colour();
    context
        .console()
        .printPainted(
            common.json
                ? Json.text(answer)
                : surveys.stream()
                    .map(survey -> SurveyView.of(survey, locale, colour))
                    .collect(Collectors.joining("\n")));
  }

  private static String metrics(Optional<String> host, List<Survey> surveys) {
    return PrometheusText.of(host.orElse(null), surveys);
  }

  private void writeMetrics(Supplier<String> text) {
    if (prometheus != null) {
      new MetricsFile(prometheus, context).write(text.get());
    }
  }

  private SurveyRunner.Source source(Optional<String> host) {
    if (from != null) {
      return given(from);
    }
    return host.<SurveyRunner.Source>map(
            name ->
                new SurveyRunner.BySsh(name, fleet.options(), fleet.timeout(SshCollector.TIMEOUT)))
        .orElseGet(SurveyRunner.ThisHost::new);
  }

  private static SurveyRunner.Source given(Path from) {
    if (from.toString().equals(STDIN)) {
      return new SurveyRunner.Paste("stdin", () -> System.in);
    }
    Path path = from.toAbsolutePath().normalize();
    // A missing path is reported as a missing copy; a pipe, as of <(ss -tan), is read.
    return Files.exists(path) && !Files.isDirectory(path)
        ? new SurveyRunner.Paste(path.toString(), () -> Files.newInputStream(path))
        : new SurveyRunner.Copy(path);
  }
}
