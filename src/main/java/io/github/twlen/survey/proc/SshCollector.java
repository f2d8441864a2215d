// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.Resource;
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
 * Copies the files of {@code /proc} from a host over ssh. It writes nothing there and needs no
 * root; without root, it names only processes of that user.
 */
public final class SshCollector {
  private static final String MARK = "@twlen-survey ";
  private static final String FILE = MARK + "file ";
  private static final String END = MARK + "end";

  /** Enough for a million rows over a slow line. */
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private SshCollector() {}

  /**
   * Copies the files into a directory.
   *
   * @throws SurveyFailure if the login fails, or the copy is incomplete
   */
  public static void copy(SshConnection connection, Path directory) {
    List<String> argv =
        new ArrayList<>(
            List.of("sh", "-c", Resource.text(SshCollector.class, "collect.sh"), "survey"));
    argv.addAll(ProcFiles.NAMES);
    try (Receiver receiver = new Receiver(directory)) {
      SshLogin.check(connection, line -> {});
      CommandResult result = connection.run(argv, "/tmp", Map.of(), TIMEOUT, receiver::line);
      if (!receiver.isComplete) {
        String error = result.lastError();
        throw new SurveyFailure(
            "cannot copy /proc from "
                + connection.host()
                + ": "
                + (receiver.name == null ? "no data" : "truncated in " + receiver.name)
                + (error.isEmpty() ? "" : ": " + TerminalText.of(error)),
            "run the survey again; the host needs sh and cat",
            null);
      }
    } catch (GuestException e) {
      throw new SurveyFailure(e.what(), e.remedy(), e);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(directory, e);
    } catch (UncheckedIOException e) {
      throw WorkspaceFailure.writing(directory, Objects.requireNonNull(e.getCause()));
    }
  }

  /** Writes each received file into the copy, if it was asked for. */
  private static final class Receiver implements AutoCloseable {
    private final Path directory;
    private @Nullable BufferedWriter file;
    private @Nullable String name;
    private boolean isComplete;

    Receiver(Path directory) {
      this.directory = directory;
    }

    void line(String line) {
      try {
        if (line.startsWith(FILE)) {
          open(line.substring(FILE.length()));
        } else if (line.equals(END)) {
          close();
          isComplete = true;
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
        Path path = directory.resolve(name);
        Workspace.folder(Objects.requireNonNull(path.getParent()));
        file = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
      }
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
