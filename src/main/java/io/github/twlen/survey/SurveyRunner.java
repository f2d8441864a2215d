// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.GivenFile;
import io.github.twlen.Messages;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.advice.Adviser;
import io.github.twlen.survey.paste.PasteReader;
import io.github.twlen.survey.paste.PastedGaps;
import io.github.twlen.survey.paste.PastedInput;
import io.github.twlen.survey.proc.HostReader;
import io.github.twlen.survey.proc.LocalCollector;
import io.github.twlen.survey.proc.ProcFiles;
import io.github.twlen.survey.proc.SshCollector;
import io.github.twlen.survey.proc.SurveyWarnings;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Surveys a host: reads its numbers and judges the remedies. */
public final class SurveyRunner {
  private static final Path PROC = Path.of("/proc");

  /** The host to survey. */
  public sealed interface Source {}

  /** This host, in the present network namespace. */
  public record ThisHost() implements Source {}

  /**
   * A host that ssh reaches.
   *
   * @param options for {@code ssh -o}, such as {@code Port=2222}
   */
  public record BySsh(String host, List<String> options) implements Source {
    /** Copies the options. */
    public BySsh {
      options = List.copyOf(options);
    }
  }

  /**
   * A copy of the files of {@code /proc}.
   *
   * @param directory with the same names as {@code /proc}
   */
  public record Copy(Path directory) implements Source {}

  /**
   * The output of ss or netstat, or the rows of a socket table.
   *
   * @param name for messages, such as the path of a file
   */
  public record Paste(String name, Input input) implements Source {}

  /** Opens an input. */
  public interface Input {
    /** Opens the input; it is read once. */
    InputStream open() throws IOException;
  }

  private final Source source;
  private final Optional<Path> collected;
  private final TimewaitLength wanted;
  private final RunContext run;
  private final Messages messages;
  private final Locale locale;

  /**
   * @param collected the directory for a copy; empty for none
   * @param wanted the length of a rebuilt kernel
   * @param locale the language of advice and warnings
   */
  public SurveyRunner(
      Source source,
      Optional<Path> collected,
      TimewaitLength wanted,
      RunContext run,
      Locale locale) {
    this.source = source;
    this.collected = collected;
    this.wanted = wanted;
    this.run = run;
    this.locale = locale;
    this.messages = Messages.of(SurveyRunner.class, locale);
  }

  /**
   * Surveys the host.
   *
   * @throws SurveyFailure if the host, or the copy, cannot be read
   * @throws WorkspaceFailure if a copy cannot be written
   */
  public Survey call() {
    collected.ifPresent(SurveyRunner::requireEmpty);
    if (source instanceof BySsh ssh) {
      return collected.isPresent() ? fetch(ssh, collected.get()) : fetch(ssh);
    }
    if (source instanceof Copy copy) {
      return read(copy.directory(), Optional.empty());
    }
    if (source instanceof Paste paste) {
      return read(paste);
    }
    return collected.isPresent() ? copy(collected.get()) : read(PROC, Optional.of(PROC));
  }

  /** Refuses a directory with files: the copy would mix two moments. */
  private static void requireEmpty(Path directory) {
    Workspace.folder(directory);
    try (Stream<Path> files = Files.list(directory)) {
      if (files.findAny().isPresent()) {
        throw new SurveyFailure(
            "cannot write a copy to " + directory + ": directory not empty",
            "pass an empty or new directory",
            null);
      }
    } catch (IOException e) {
      throw WorkspaceFailure.reading(directory, e);
    }
  }

  private Survey fetch(BySsh ssh, Path directory) {
    List<String> words = SshConnection.words(ssh.host(), ssh.options());
    SshCollector.copy(new SshConnection(words, run.runner()), directory);
    return read(directory, Optional.empty());
  }

  private Survey fetch(BySsh ssh) {
    Path parent = Workspace.folder(run.workspace().room("surveyed"));
    Path directory;
    try {
      directory = Files.createTempDirectory(parent, "copy-");
    } catch (IOException e) {
      throw WorkspaceFailure.writing(parent, e);
    }
    try {
      return fetch(ssh, directory);
    } finally {
      Workspace.remove(directory);
    }
  }

  /** Copies this host, and reads the copy, so that both show the same moment. */
  private Survey copy(Path directory) {
    SurveyWarnings warnings = new SurveyWarnings(messages);
    LocalCollector.copy(new ProcFiles(PROC, warnings), directory);
    ProcFiles files = new ProcFiles(directory, warnings);
    HostReader.Read read = new HostReader(files, Optional.of(PROC), messages).call();
    AtomicFile.write(directory.resolve(ProcFiles.CLOSE_WAIT), read.closeWait());
    if (!read.conntrackStates().isEmpty()) {
      AtomicFile.write(directory.resolve(ProcFiles.CONNTRACK_STATES), read.conntrackStates());
    }
    return survey(files, read.data());
  }

  private Survey read(Path root, Optional<Path> processes) {
    ProcFiles files = new ProcFiles(root, new SurveyWarnings(messages));
    return survey(files, new HostReader(files, processes, messages).call().data());
  }

  private Survey read(Paste paste) {
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
    return survey(
        ProcFiles.none(warnings), data, gaps.limit(Adviser.of(data, wanted)), all, pasted.input());
  }

  private Survey survey(ProcFiles files, SurveyData data) {
    List<Advice> advice = Adviser.of(data, wanted);
    return survey(files, data, advice, files.warnings().all(), null);
  }

  private Survey survey(
      ProcFiles files,
      SurveyData data,
      List<Advice> advice,
      List<String> gaps,
      @Nullable PastedInput pasted) {
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
        pasted);
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
