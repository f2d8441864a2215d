// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.GivenFolder;
import io.github.twlen.Messages;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.netns.NamespaceList;
import io.github.twlen.survey.proc.HostReader;
import io.github.twlen.survey.proc.HostShell;
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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Surveys a host: reads its numbers and judges the remedies. */
public final class SurveyRunner {
  private static final Path PROC = Path.of("/proc");

  /** The directory of an incomplete copy. */
  private static final String PART = "copy.part";

  private static final Object ANALYSIS = new Object();

  /** For the list of network namespaces of this host. */
  private static final Duration LISTING = Duration.ofMinutes(2);

  /** The host to survey. */
  public sealed interface Source {}

  /** This host, in the present network namespace. */
  public record ThisHost() implements Source {}

  /**
   * A host that ssh reaches.
   *
   * @param options for {@code ssh -o}, such as {@code Port=2222}
   * @param timeout for the logins and everything that is read
   */
  public record BySsh(String host, List<String> options, Duration timeout) implements Source {
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
  private final RunContext run;
  private final Messages messages;
  private final Locale locale;
  private final SurveyBuilder builder;

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
    this.run = run;
    this.locale = locale;
    this.messages = Messages.of(SurveyRunner.class, locale);
    this.builder = new SurveyBuilder(source, wanted, messages);
  }

  /**
   * Surveys the host.
   *
   * @throws SurveyFailure if the host, or the copy, cannot be read
   * @throws WorkspaceFailure if a copy cannot be written
   */
  public Survey call() {
    collected.ifPresent(SurveyRunner::requireEmpty);
    if (source instanceof BySsh) {
      return collected.isPresent() ? kept(collected.get(), this::fetch) : inCopy(this::fetch);
    }
    if (source instanceof Copy copy) {
      ProcFiles files = new ProcFiles(copy.directory(), new SurveyWarnings(messages));
      return read(files, Optional.empty(), savedList(files));
    }
    if (source instanceof Paste paste) {
      return builder.build(paste, locale);
    }
    if (collected.isPresent()) {
      return kept(collected.get(), this::copy);
    }
    SurveyWarnings warnings = new SurveyWarnings(messages);
    return read(new ProcFiles(PROC, warnings), Optional.of(PROC), listed());
  }

  /**
   * Surveys other network namespaces of the host.
   *
   * @param which the name of one in {@code /run/netns}, a process ID, or {@code all}
   * @throws SurveyFailure if the host cannot be read, or has no such namespace
   */
  public NamespaceSurveys.Result namespaces(String which) {
    if (source instanceof Copy || source instanceof Paste) {
      throw new IllegalArgumentException("a copy has one namespace");
    }
    return inCopy(
        directory -> new NamespaceSurveys(builder, messages).call(shell(), which, directory));
  }

  /** Refuses a directory with files: the copy would mix two moments. */
  private static void requireEmpty(Path directory) {
    Workspace.folder(directory);
    try (Stream<Path> files = Files.list(directory)) {
      if (files.anyMatch(file -> !file.endsWith(PART))) {
        throw new SurveyFailure(
            "cannot write a copy to " + directory + ": directory not empty",
            "pass an empty or new directory",
            null);
      }
    } catch (IOException e) {
      throw WorkspaceFailure.reading(directory, e);
    }
  }

  private HostShell shell() {
    if (source instanceof BySsh ssh) {
      List<String> words = SshConnection.words(ssh.host(), ssh.options());
      SshConnection connection = new SshConnection(words, run.runner());
      return HostShell.remote(connection, run.runner(), ssh.timeout());
    }
    return HostShell.local(run.runner(), LISTING);
  }

  private Survey fetch(Path directory) {
    SshCollector.copy(shell(), directory);
    ProcFiles files = new ProcFiles(directory, new SurveyWarnings(messages));
    return read(files, Optional.empty(), savedList(files));
  }

  /**
   * Makes a copy in a directory inside, so that an incomplete copy is never read as a whole one.
   */
  private static Survey kept(Path directory, Function<Path, Survey> copy) {
    Path part = directory.resolve(PART);
    Workspace.remove(part); // of a killed run
    try {
      Survey survey = copy.apply(Workspace.folder(part));
      for (Path made : GivenFolder.list(part)) {
        Files.move(made, directory.resolve(made.getFileName()));
      }
      return survey;
    } catch (IOException e) {
      throw WorkspaceFailure.writing(directory, e);
    } finally {
      Workspace.remove(part);
    }
  }

  private <T> T inCopy(Function<Path, T> use) {
    Path parent = Workspace.folder(run.workspace().room("surveyed"));
    Path directory;
    try {
      directory = Files.createTempDirectory(parent, "copy-");
    } catch (IOException e) {
      throw WorkspaceFailure.writing(parent, e);
    }
    try {
      return use.apply(directory);
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
    List<String> lines = SshCollector.namespaceLines(shell());
    AtomicFile.write(
        directory.resolve(ProcFiles.NAMESPACES),
        lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    return builder.build(files, read.data(), Optional.of(NamespaceList.of(lines)));
  }

  /** Returns the network namespaces of this host; without a shell, none is known. */
  private Optional<NamespaceList> listed() {
    return Optional.of(NamespaceList.of(SshCollector.namespaceLines(shell())));
  }

  private static Optional<NamespaceList> savedList(ProcFiles files) {
    return files.has(ProcFiles.NAMESPACES)
        ? Optional.of(NamespaceList.of(files.lines(ProcFiles.NAMESPACES)))
        : Optional.empty();
  }

  private Survey read(
      ProcFiles files, Optional<Path> processes, Optional<NamespaceList> namespaces) {
    // One at a time: a table of a million sockets uses most of the heap.
    synchronized (ANALYSIS) {
      SurveyData data = new HostReader(files, processes, messages).call().data();
      return builder.build(files, data, namespaces);
    }
  }
}
