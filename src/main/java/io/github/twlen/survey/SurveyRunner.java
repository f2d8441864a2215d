// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.advice.Adviser;
import io.github.twlen.survey.proc.HostReader;
import io.github.twlen.survey.proc.LocalCollector;
import io.github.twlen.survey.proc.ProcFiles;
import io.github.twlen.survey.proc.SshCollector;
import io.github.twlen.survey.proc.SurveyWarnings;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Surveys a host: reads what its kernel tells, and weighs what can be done. */
public final class SurveyRunner {
  private static final Path PROC = Path.of("/proc");

  /** Whose sockets are looked at. */
  public sealed interface Source {
    /** For people. */
    String words();
  }

  /** The one that twlen runs on; of it, the network namespace. */
  public record ThisHost() implements Source {
    @Override
    public String words() {
      return "this host";
    }
  }

  /**
   * One that ssh reaches.
   *
   * @param host as ssh knows it
   * @param options passed to ssh with {@code -o}, such as {@code Port=2222}
   */
  public record BySsh(String host, List<String> options) implements Source {
    /** Copies what it is given. */
    public BySsh {
      options = List.copyOf(options);
    }

    @Override
    public String words() {
      return host;
    }
  }

  /**
   * A copy of the few files.
   *
   * @param folder with the names of {@code /proc} below it
   */
  public record Copy(Path folder) implements Source {
    @Override
    public String words() {
      return folder.toString();
    }
  }

  private final Source source;
  private final Optional<Path> collected;
  private final TimewaitLength wanted;
  private final Workspace workspace;

  /**
   * @param collected where a copy of what is read goes; empty for none
   * @param wanted the length that a rebuilt kernel would have
   * @param workspace what comes by ssh lies there for as long as it is read
   */
  public SurveyRunner(
      Source source, Optional<Path> collected, TimewaitLength wanted, Workspace workspace) {
    this.source = source;
    this.collected = collected;
    this.wanted = wanted;
    this.workspace = workspace;
  }

  /**
   * Reads and judges.
   *
   * @throws SurveyFailure when the host, or the copy, cannot be read
   * @throws WorkspaceFailure when a copy cannot be written
   */
  public Survey call() {
    collected.ifPresent(SurveyRunner::requireEmpty);
    if (source instanceof BySsh ssh) {
      return collected.isPresent() ? fetched(ssh, collected.get()) : passing(ssh);
    }
    if (source instanceof Copy copy) {
      return read(copy.folder(), false);
    }
    if (collected.isEmpty()) {
      return read(PROC, true);
    }
    return copied(collected.get());
  }

  /** A copy that lies over another would be of two moments. */
  private static void requireEmpty(Path folder) {
    Workspace.folder(folder);
    try (Stream<Path> there = Files.list(folder)) {
      if (there.findAny().isPresent()) {
        throw new SurveyFailure(
            "there is something in " + folder + " already",
            "name a folder that is empty or not there; a copy is of one moment",
            null);
      }
    } catch (IOException e) {
      throw WorkspaceFailure.reading(folder, e);
    }
  }

  private Survey fetched(BySsh ssh, Path folder) {
    List<String> words = SshConnection.words(ssh.host(), ssh.options());
    new SshCollector(new SshConnection(words, new CommandRunner())).copy(folder);
    return read(folder, false);
  }

  private Survey passing(BySsh ssh) {
    Path above = Workspace.folder(workspace.room("surveyed"));
    Path folder;
    try {
      folder = Files.createTempDirectory(above, "copy-");
    } catch (IOException e) {
      throw WorkspaceFailure.writing(above, e);
    }
    try {
      return fetched(ssh, folder);
    } finally {
      Workspace.remove(folder);
    }
  }

  /** The copy is read, and not {@code /proc} once more: what is told is what it holds. */
  private Survey copied(Path folder) {
    SurveyWarnings gaps = new SurveyWarnings();
    new LocalCollector(new ProcFiles(PROC, gaps)).copy(folder);
    ProcFiles files = new ProcFiles(folder, gaps);
    HostReader.Read read = new HostReader(files, Optional.of(PROC)).call();
    AtomicFile.write(folder.resolve(ProcFiles.CLOSE_WAIT), read.closeWait());
    return survey(files, read.data());
  }

  private Survey read(Path root, boolean alive) {
    ProcFiles files = new ProcFiles(root, new SurveyWarnings());
    Optional<Path> processes = alive ? Optional.of(PROC) : Optional.empty();
    return survey(files, new HostReader(files, processes).call().data());
  }

  private Survey survey(ProcFiles files, SurveyData data) {
    List<Advice> advice = Adviser.of(data, wanted);
    return new Survey(
        Survey.SCHEMA_VERSION,
        source.words(),
        name(files, "sys/kernel/hostname"),
        name(files, "sys/kernel/osrelease"),
        data.length(),
        data.table(),
        data.counters(),
        data.settings(),
        data.conntrack(),
        advice.stream().noneMatch(Advice::matters),
        advice,
        files.gaps().all());
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
