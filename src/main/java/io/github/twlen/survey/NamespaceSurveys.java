// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.Messages;
import io.github.twlen.TerminalText;
import io.github.twlen.survey.netns.ContainerSysctls;
import io.github.twlen.survey.netns.NamespaceList;
import io.github.twlen.survey.netns.NamespaceList.Target;
import io.github.twlen.survey.proc.HostReader;
import io.github.twlen.survey.proc.HostShell;
import io.github.twlen.survey.proc.ProcFiles;
import io.github.twlen.survey.proc.SshCollector;
import io.github.twlen.survey.proc.SurveyWarnings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Surveys network namespaces of a host, without changing anything in them. */
public final class NamespaceSurveys {
  /** The argument for all namespaces. */
  public static final String ALL = "all";

  private static final Pattern PID = Pattern.compile("\\d{1,10}");

  private final SurveyBuilder builder;
  private final Messages messages;

  /**
   * The surveyed namespaces.
   *
   * @param surveys the worst first
   * @param unread the owners of those that could not be read
   */
  public record Result(List<Survey> surveys, List<String> unread) {
    /** Copies the lists. */
    public Result {
      surveys = List.copyOf(surveys);
      unread = List.copyOf(unread);
    }
  }

  NamespaceSurveys(SurveyBuilder builder, Messages messages) {
    this.builder = builder;
    this.messages = messages;
  }

  /**
   * Surveys namespaces.
   *
   * @param which {@value #ALL}, a process ID or a name
   * @param directory for their copies
   * @throws SurveyFailure if there is no such namespace
   */
  Result call(HostShell shell, String which, Path directory) {
    NamespaceList list = NamespaceList.of(SshCollector.namespaceLines(shell));
    List<Target> targets = targets(list, which);
    List<String> files = new ArrayList<>();
    for (Target target : targets) {
      target.files().forEach(file -> files.addAll(List.of(target.key(), file)));
    }
    Map<String, Boolean> read = SshCollector.copyNamespaces(shell, files, directory);
    List<Survey> surveys = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (Target target : targets) {
      Boolean entered = read.get(target.key());
      if (entered == null) {
        unread.add(target.space().owner(messages));
      } else {
        surveys.add(survey(target, entered, directory));
      }
    }
    if (surveys.isEmpty()) {
      throw unreadable(which, list);
    }
    surveys.sort(SurveyOrder.WORST_FIRST);
    return new Result(surveys, unread);
  }

  private static List<Target> targets(NamespaceList list, String which) {
    if (which.equals(ALL)) {
      return list.all();
    }
    if (PID.matcher(which).matches()) {
      return List.of(list.ofProcess(Long.parseLong(which)));
    }
    Optional<Target> named = list.named(which);
    if (named.isEmpty()) {
      List<String> names = list.names();
      throw new SurveyFailure(
          "cannot survey network namespace " + TerminalText.of(which) + ": no such name",
          names.isEmpty()
              ? "pass the ID of a process in it, or all"
              : "pass one of: " + String.join(", ", names),
          null);
    }
    return List.of(named.get());
  }

  private static SurveyFailure unreadable(String which, NamespaceList list) {
    boolean isProcess = PID.matcher(which).matches();
    return new SurveyFailure(
        "cannot survey network namespace "
            + which
            + (isProcess ? ": no such process" : ": permission denied"),
        list.isRoot()
            ? "check that it still exists, and that nsenter is installed"
            : "run twlen as root",
        null);
  }

  private Survey survey(Target target, boolean entered, Path directory) {
    SurveyWarnings warnings = new SurveyWarnings(messages);
    ProcFiles files = new ProcFiles(directory.resolve(target.key()), warnings);
    ProcFiles shared = new ProcFiles(directory.resolve(ProcFiles.SHARED), warnings);
    Set<String> common = entered ? files.addMissingSysctls(shared) : Set.of();
    if (!entered) {
      warnings.add("warning.netns.sysctls");
    }
    SurveyData data = new HostReader(files, Optional.empty(), messages).call().data();
    ContainerSysctls sysctls =
        new ContainerSysctls(target.space(), common, data.release(), target.files(), messages);
    return builder.build(files, data, target.space(), sysctls);
  }
}
