// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.deploy;

import io.github.twlen.process.Command;
import io.github.twlen.process.RunContext;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.ProgramCall;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.verify.server.Patience;
import io.github.twlen.verify.server.Server;
import io.github.twlen.workspace.LogFile;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A server, and what may happen to it.
 *
 * @param ssh the ssh command, the host last
 * @param sshOptions those of the user in it, such as {@code Port=2222}
 * @param reboot whether twlen may restart it
 * @param packed reads the files that are bundled with the program, by name
 * @param output the directory of the report
 */
public record ServerRequest(
    List<String> ssh,
    List<String> sshOptions,
    boolean reboot,
    Patience patience,
    Function<String, Optional<byte[]>> packed,
    OutputFolder output,
    ProgramCall programCall) {
  /** Copies the lists. */
  public ServerRequest {
    ssh = List.copyOf(ssh);
    sshOptions = List.copyOf(sshOptions);
  }

  /** Returns the host as ssh knows it. */
  String host() {
    return ssh.get(ssh.size() - 1);
  }

  /**
   * Logs in.
   *
   * @param problem begins an error message, before the host, such as {@code cannot deploy to}
   */
  Server login(String problem, RunContext context) {
    return Server.login(
        ssh,
        InstallScript.text(packed),
        LogFile.fresh(output.root().resolve("install.log")),
        patience,
        reboot,
        problem,
        context);
  }

  /** Returns the command that removes the kernel. */
  String back() {
    Command back = Command.of("twlen", "deploy", "--back", "--ssh", host());
    for (String option : sshOptions) {
      back = back.with("--ssh-option", option);
    }
    return back.shown();
  }

  /** Returns the user's command with another option, for this host alone. */
  String again(String option) {
    List<String> words = new ArrayList<>();
    Iterator<String> typed = programCall.commandLine().iterator();
    int place = -1;
    while (typed.hasNext()) {
      String word = typed.next();
      if (!word.matches("--(ssh|hosts)(=.*)?")) {
        words.add(word);
        continue;
      }
      place = place < 0 ? words.size() : place;
      if (!word.contains("=") && typed.hasNext()) {
        typed.next();
      }
    }
    words.addAll(place < 0 ? words.size() : place, List.of("--ssh", host()));
    // All words after it are files.
    int options = words.contains("--") ? words.indexOf("--") : words.size();
    words.add(options, option);
    return Command.of(words.toArray(String[]::new)).shown();
  }
}
