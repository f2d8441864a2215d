// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.Progress;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.ssh.SshFiles;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.workspace.LogFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Installs a kernel in a guest beside its own and selects it for one boot. {@link InstallScript}
 * handles the differences between distributions.
 */
record GuestInstall(SshConnection connection, String script, Path log, Progress progress) {
  private static final String MARK = "@twlen1 ";
  private static final String DID = MARK + "did ";
  private static final String KIND = MARK + "kind ";
  private static final String FAILED = MARK + "failed ";
  private static final String FIX = MARK + "fix ";
  private static final String NOTE = MARK + "note ";

  /** On disk in every distribution, unlike {@code /tmp}. */
  private static final String DIRECTORY = "/var/tmp/twlen";

  /** Without KVM, creating the initramfs takes minutes. */
  private static final Duration TIMEOUT = Duration.ofMinutes(30);

  /**
   * Installs the kernel.
   *
   * @throws GuestFailure when the guest refuses the kernel
   * @throws GuestException when the connection is lost
   */
  Installed call(InstallableKernel kernel) throws GuestException {
    List<Path> files = kernel.filesFor(answer(KIND, List.of("kind")));
    List<String> there = new ArrayList<>(List.of("install", kernel.release()));
    for (Path file : files) {
      progress.status("copying " + file.getFileName() + " to the guest");
      String to = DIRECTORY + "/" + file.getFileName();
      new SshFiles(connection).send(file, to);
      there.add(to);
    }
    progress.status("installing " + kernel.release());
    String by = answer(DID, there);
    String bootedBy = answer(DID, List.of("once", kernel.release(), "serial"));
    progress.status("");
    return new Installed(by, bootedBy);
  }

  /** Runs the script and returns the text after a key of its output. */
  private String answer(String key, List<String> arguments) throws GuestException {
    List<String> command = new ArrayList<>(List.of("sudo", "-n", "sh", "-c", script, "install"));
    command.addAll(arguments);
    CommandResult result;
    try (LogFile file = new LogFile(log)) {
      file.accept("$ kernel-install.sh " + String.join(" ", arguments));
      result = connection.run(command, DIRECTORY, Map.of(), TIMEOUT, file);
    }
    String failed = after(FAILED, result);
    if (!failed.isEmpty()) {
      throw refused(failed, after(FIX, result));
    }
    String answer = after(key, result);
    if (!result.ok() || answer.isEmpty()) {
      throw refused("exit code " + result.exit() + ": " + result.lastLine(), "");
    }
    String note = after(NOTE, result);
    if (!note.isEmpty()) {
      progress.say("  note: " + note);
    }
    return answer;
  }

  private GuestFailure refused(String reason, String fix) {
    String check = "check the log " + log;
    return new GuestFailure(
        "cannot install the kernel in the guest: " + reason,
        fix.isEmpty() ? check : "in the guest: " + fix + "; " + check,
        null);
  }

  private static String after(String key, CommandResult result) {
    return result.output().stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .findFirst()
        .orElse("");
  }
}
