// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.TerminalText;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.ssh.SshLogin;
import io.github.twlen.survey.SurveyFailure;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies what a survey reads from a host that ssh reaches. Nothing is installed or written there,
 * and root is not needed; without it, only the processes of that user can be named.
 */
public final class SshCollector {
  private static final String MARK = "@twlen-survey ";
  private static final String FILE = MARK + "file ";
  private static final String END = MARK + "end";

  /** A million rows over a slow line. */
  private static final Duration LONG = Duration.ofMinutes(15);

  private final SshConnection connection;

  public SshCollector(SshConnection connection) {
    this.connection = connection;
  }

  /**
   * Copies it.
   *
   * @param folder where the copy goes
   * @throws SurveyFailure when ssh does not come in, or what it brings is not whole
   */
  public void copy(Path folder) {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script(), "survey"));
    argv.addAll(ProcFiles.NAMES);
    try (Writing writing = new Writing(folder)) {
      SshLogin.check(connection, line -> {});
      CommandResult result = connection.run(argv, "/tmp", Map.of(), LONG, writing::take);
      if (!writing.ended) {
        throw new SurveyFailure(
            "the copy from "
                + connection.host()
                + " is not whole: "
                + writing.stopped(result.lastError()),
            "run it again; it reads a few files of /proc with sh and cat",
            null);
      }
    } catch (GuestException e) {
      throw new SurveyFailure(e.what(), e.remedy(), e);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    } catch (UncheckedIOException e) {
      throw WorkspaceFailure.writing(folder, Objects.requireNonNull(e.getCause()));
    }
  }

  private static String script() {
    try (InputStream in = SshCollector.class.getResourceAsStream("collect.sh")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("twlen's own collect.sh cannot be read", e);
    }
  }

  /** Lays each file down where the copy has it; no other name than those asked for is taken. */
  private static final class Writing implements AutoCloseable {
    private final Path folder;
    private @Nullable BufferedWriter file;
    private @Nullable String name;
    private boolean ended;

    Writing(Path folder) {
      this.folder = folder;
    }

    void take(String line) {
      try {
        if (line.startsWith(FILE)) {
          open(line.substring(FILE.length()));
        } else if (line.equals(END)) {
          close();
          ended = true;
        } else if (file != null) {
          file.write(line);
          file.write('\n');
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void open(String name) throws IOException {
      close();
      if (ProcFiles.NAMES.contains(name) || name.equals(ProcFiles.CLOSE_WAIT)) {
        this.name = name;
        Path path = folder.resolve(name);
        Workspace.folder(Objects.requireNonNull(path.getParent()));
        file = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
      }
    }

    /** Where it stopped, and what was said to that on standard error. */
    String stopped(String error) {
      return (name == null ? "nothing came" : "it ends within " + name)
          + (error.isEmpty() ? "" : ": " + TerminalText.of(error));
    }

    @Override
    public void close() throws IOException {
      BufferedWriter open = file;
      file = null;
      if (open != null) {
        open.close();
      }
    }
  }
}
