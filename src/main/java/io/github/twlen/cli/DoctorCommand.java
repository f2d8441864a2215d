package io.github.twlen.cli;

import io.github.twlen.build.Launcher;
import io.github.twlen.build.LauncherSettings;
import io.github.twlen.process.Command;
import io.github.twlen.rebuild.Farm;
import io.github.twlen.rebuild.FarmHost;
import io.github.twlen.rebuild.HostNeeds;
import io.github.twlen.rebuild.Need;
import io.github.twlen.rebuild.PlanNeeds;
import io.github.twlen.recipe.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twlen doctor}. */
@picocli.CommandLine.Command(
    name = "doctor",
    description =
        "Show what a recipe needs on this host, what is missing, and the command that installs it.")
final class DoctorCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "RECIPE",
      completionCandidates = Candidates.Recipes.class,
      arity = "0..1",
      defaultValue = "distro",
      description = "A recipe's name or file. Default: ${DEFAULT-VALUE}.")
  private String recipe = "distro";

  @Option(names = "--install", description = "Install what is missing, after saying the command.")
  private boolean install;

  @Option(
      names = "--launcher",
      paramLabel = LauncherName.LABEL,
      completionCandidates = Candidates.Launchers.class,
      defaultValue = LauncherName.AUTO,
      converter = LauncherName.class,
      description = "Also look for this launcher, and show which hosts of its farm answer.")
  private String launcher = LauncherName.AUTO;

  DoctorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    Recipe read = common.book(context).find(recipe);
    HostNeeds needs =
        HostNeeds.ofFetch(read.source())
            .and(PlanNeeds.launcher(launcher))
            .and(HostNeeds.ofBuild(read.build()))
            .and(HostNeeds.ofQemu());
    if (install) {
      needs.require(true, context.runner(), context.console());
    }
    List<Need> missing = needs.missing();
    String command =
        missing.isEmpty()
            ? ""
            : HostNeeds.installing(missing).stream()
                .map(Command::shown)
                .collect(Collectors.joining(" && "));
    Optional<Farm> farm =
        Launcher.named(launcher).map(named -> Farm.of(named, LauncherSettings.ofUser()));
    if (common.json) {
      Map<String, Object> answer = answer(needs, command);
      farm.ifPresent(found -> answer.put("farm", farm(found)));
      context.console().print(Json.text(answer));
    } else {
      needs.all().forEach(need -> context.console().print(line(need)));
      if (!command.isEmpty()) {
        context.console().print("\nto install what is missing: " + command + "\n");
      }
      farm.ifPresent(this::print);
    }
    boolean enough =
        missing.stream().allMatch(Need::optional) && farm.map(Farm::answers).orElse(true);
    return (enough ? ExitCode.DONE : ExitCode.HOST).code();
  }

  private void print(Farm farm) {
    context.console().print("\n" + farm.lookedAt() + "\n");
    for (FarmHost host : farm.hosts()) {
      context
          .console()
          .print(
              String.format("%-24s %-16s %s%n", host.name(), host.state().words(), host.detail()));
    }
  }

  private static Map<String, Object> farm(Farm farm) {
    List<Map<String, String>> hosts =
        farm.hosts().stream()
            .map(
                host ->
                    Map.of(
                        "name", host.name(),
                        "state", host.state().words(),
                        "detail", host.detail()))
            .toList();
    return Map.of("lookedAt", farm.lookedAt(), "answers", farm.answers(), "hosts", hosts);
  }

  private static String line(Need need) {
    String where =
        need.found().map(Path::toString).orElse(need.optional() ? "not there, helpful" : "MISSING");
    return String.format("%-18s %-38s %s%n", need.name(), where, need.why());
  }

  private static Map<String, Object> answer(HostNeeds needs, String command) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "needs",
        needs.all().stream()
            .map(
                need ->
                    Map.of(
                        "name", need.name(),
                        "why", need.why(),
                        "found", need.found().map(Path::toString).orElse(""),
                        "optional", need.optional()))
            .toList());
    answer.put("install", command);
    return answer;
  }
}
