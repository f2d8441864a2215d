// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.GivenFile;
import io.github.twlen.Messages;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.SurveyRunner.BySsh;
import io.github.twlen.survey.SurveyRunner.Copy;
import io.github.twlen.survey.SurveyRunner.Paste;
import io.github.twlen.survey.SurveyRunner.Source;
import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.advice.Adviser;
import io.github.twlen.survey.netns.ContainerSysctls;
import io.github.twlen.survey.netns.NamespaceList;
import io.github.twlen.survey.netns.NetNamespace;
import io.github.twlen.survey.paste.PasteReader;
import io.github.twlen.survey.paste.PastedGaps;
import io.github.twlen.survey.paste.PastedInput;
import io.github.twlen.survey.proc.HostReader;
import io.github.twlen.survey.proc.ProcFiles;
import io.github.twlen.survey.proc.SurveyWarnings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges the numbers of a host.
 *
 * @param wanted the length of a rebuilt kernel
 */
record SurveyBuilder(Source source, TimewaitLength wanted, Messages messages) {
  /** Returns the survey of a host. */
  Survey build(ProcFiles files, SurveyData data, Optional<NamespaceList> namespaces) {
    namespaces.ifPresent(list -> warn(files, list));
    List<NetNamespace> others = namespaces.map(NamespaceList::others).orElse(List.of());
    return survey(files, data.with(others), Adviser.of(data.with(others), wanted), null);
  }

  /**
   * Returns the survey of another network namespace.
   *
   * @param sysctls how its sysctls are set
   */
  Survey build(ProcFiles files, SurveyData data, NetNamespace space, ContainerSysctls sysctls) {
    return survey(files, data, sysctls.adapt(Adviser.of(data, wanted)), space);
  }

  /** Returns the survey of a pasted table. */
  Survey build(Paste paste, Locale locale) {
    SurveyWarnings warnings = new SurveyWarnings(messages);
    PasteReader.Pasted pasted;
    try (InputStream in = paste.input().open()) {
      pasted = PasteReader.read(in, paste.name());
    } catch (IOException e) {
      String reason = GivenFile.reason(Path.of(paste.name()), e);
      throw new SurveyFailure(
          "cannot read " + paste.name() + ": " + reason, "pass a readable file, or - for stdin", e);
    }
    SurveyData data = new HostReader(pasted.rows(), warnings, messages).call().data();
    PastedGaps gaps = new PastedGaps(pasted.input(), data, locale);
    List<String> all = new ArrayList<>(gaps.all());
    all.addAll(warnings.all());
    List<Advice> advice = gaps.limit(Adviser.of(data, wanted));
    return survey(ProcFiles.none(warnings), data, advice, all, pasted.input(), null);
  }

  private Survey survey(
      ProcFiles files, SurveyData data, List<Advice> advice, @Nullable NetNamespace space) {
    return survey(files, data, advice, files.warnings().all(), null, space);
  }

  private Survey survey(
      ProcFiles files,
      SurveyData data,
      List<Advice> advice,
      List<String> gaps,
      @Nullable PastedInput pasted,
      @Nullable NetNamespace space) {
    return new Survey(
        Survey.SCHEMA_VERSION,
        sourceName(),
        name(files, "sys/kernel/hostname"),
        name(files, "sys/kernel/osrelease"),
        data.length(),
        data.table(),
        data.counters(),
        data.settings(),
        data.conntrack(),
        advice.stream().noneMatch(Advice::matters),
        advice,
        gaps,
        pasted,
        space,
        data.namespaces());
  }

  private static void warn(ProcFiles files, NamespaceList namespaces) {
    if (!namespaces.isComplete()) {
      files.warnings().add("warning.netns.list");
    } else if (namespaces.isHidden()) {
      files.warnings().add("warning.netns.hidden");
    } else if (!namespaces.isRoot() && !namespaces.others().isEmpty()) {
      files.warnings().add("warning.netns.root");
    }
  }

  private String sourceName() {
    if (source instanceof BySsh ssh) {
      return ssh.host();
    }
    if (source instanceof Paste paste) {
      return paste.name();
    }
    return source instanceof Copy copy
        ? copy.directory().toString()
        : messages.text("view.thisHost");
  }

  private static @Nullable String name(ProcFiles files, String file) {
    return files
        .text(file)
        .map(text -> text.strip().replaceAll("[^\\x20-\\x7e]", "?"))
        .filter(text -> !text.isEmpty())
        .map(text -> text.length() > 100 ? text.substring(0, 100) : text)
        .orElse(null);
  }
}
