// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.Resource;
import io.github.twlen.TerminalText;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.survey.SurveyFailure;
import io.github.twlen.survey.netfilter.ConntrackTimeout;
import io.github.twlen.survey.netns.NamespaceList;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Copies the files of {@code /proc} from a host over ssh. It writes nothing there and needs no
 * root; without root, it names only processes of that user.
 */
public final class SshCollector {
  /** Enough for a million rows over a slow line. */
  public static final Duration TIMEOUT = Duration.ofMinutes(15);

  private static final String COPY =
      Resource.text(SshCollector.class, "collect.sh")
          .replace(
              "@timeouts@",
              Arrays.stream(ConntrackTimeout.values())
                  .map(t -> t + " " + t.sysctl() + " " + t.usual() + " " + t.shorter())
                  .collect(Collectors.joining(" ")));

  private static final String ENTER = Resource.text(NamespaceList.class, "enter.sh");

  private SshCollector() {}

  /**
   * Copies the files into a directory.
   *
   * @throws SurveyFailure if the login fails, or the copy is incomplete
   */
  public static void copy(SshConnection connection, Path directory) {
    copy(HostShell.remote(connection, new CommandRunner(), TIMEOUT), directory);
  }

  /**
   * Copies the files, and the list of the other network namespaces, into a directory.
   *
   * @throws SurveyFailure if the login fails, or the copy is incomplete
   */
  public static void copy(HostShell shell, Path directory) {
    List<String> arguments = new ArrayList<>(List.of("/proc", NamespaceList.SCRIPT));
    arguments.addAll(ProcFiles.NAMES);
    receive(shell, COPY, arguments, new CopyReceiver(directory, Set.of()), directory);
  }

  /**
   * Copies the files of network namespaces, each into a directory with the name of its key; another
   * one, {@value ProcFiles#SHARED}, has the sysctls of the host.
   *
   * @param files pairs of a key and a file of the namespace
   * @return the namespaces that could be read, by their keys; false if not their sysctls
   */
  public static Map<String, Boolean> copyNamespaces(
      HostShell shell, List<String> files, Path directory) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                COPY,
                String.join(" ", ProcFiles.NAMES),
                String.join(" ", ProcFiles.NAMES.stream().filter(ProcFiles::isSysctl).toList())));
    arguments.addAll(files);
    Set<String> keys = new HashSet<>(Set.of(ProcFiles.SHARED));
    for (int i = 0; i < files.size(); i += 2) {
      keys.add(files.get(i));
    }
    CopyReceiver receiver = new CopyReceiver(directory, keys);
    receive(shell, ENTER, arguments, receiver, directory);
    return receiver.entered();
  }

  /**
   * Returns the network namespaces of the host, as {@link NamespaceList} reads them; empty if the
   * script cannot run.
   */
  public static List<String> namespaceLines(HostShell shell) {
    List<String> lines = new ArrayList<>();
    try {
      shell.run(NamespaceList.SCRIPT, List.of(), lines::add);
    } catch (ProcessFailure e) {
      return List.of();
    }
    return lines;
  }

  private static void receive(
      HostShell shell,
      String script,
      List<String> arguments,
      CopyReceiver receiver,
      Path directory) {
    try (receiver) {
      CommandResult result = shell.run(script, arguments, receiver::line);
      if (!receiver.isComplete()) {
        String error = result.lastError();
        throw new SurveyFailure(
            "cannot copy /proc from "
                + shell.host()
                + ": "
                + (receiver.lastFile() == null ? "no data" : "truncated in " + receiver.lastFile())
                + (error.isEmpty() ? "" : ": " + TerminalText.of(error)),
            "run the survey again; the host needs sh and cat",
            null);
      }
    } catch (IOException e) {
      throw WorkspaceFailure.writing(directory, e);
    } catch (UncheckedIOException e) {
      throw WorkspaceFailure.writing(directory, Objects.requireNonNull(e.getCause()));
    }
  }
}
