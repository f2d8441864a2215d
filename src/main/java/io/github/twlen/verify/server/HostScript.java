// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.server;

import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.workspace.LogFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs {@link InstallScript} on a host over ssh.
 *
 * @param root the arguments that make a command run as root, such as {@code sudo -n}; may be empty
 * @param directory the working directory there
 * @param text the text of the script
 * @param log gets all output
 */
public record HostScript(
    SshConnection connection, List<String> root, String directory, String text, Path log) {
  public HostScript {
    root = List.copyOf(root);
  }

  /**
   * Runs it.
   *
   * @param arguments the verb first
   * @throws ScriptRefusal when it fails
   * @throws GuestException when the connection is lost
   */
  public ScriptAnswer call(Duration timeout, List<String> arguments)
      throws GuestException, ScriptRefusal {
    List<String> command = new ArrayList<>(root);
    command.addAll(List.of("sh", "-c", text, "install"));
    command.addAll(arguments);
    CommandResult result;
    try (LogFile file = new LogFile(log)) {
      file.accept("$ " + InstallScript.NAME + " " + String.join(" ", arguments));
      result = connection.run(command, directory, Map.of(), timeout, file);
    }
    ScriptAnswer answer = ScriptAnswer.of(result);
    String failed = answer.first("failed");
    if (!failed.isEmpty()) {
      throw new ScriptRefusal(failed, answer.first("fix"));
    }
    if (!result.ok()) {
      throw new ScriptRefusal("exit code " + result.exit() + ": " + answer.last(), "");
    }
    return answer;
  }
}
