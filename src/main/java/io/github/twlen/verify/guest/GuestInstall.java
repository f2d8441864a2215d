// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.Progress;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.ssh.SshFiles;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.verify.server.HostScript;
import io.github.twlen.verify.server.ScriptAnswer;
import io.github.twlen.verify.server.ScriptRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Installs a kernel in a guest beside its own and selects it for one boot. {@link InstallScript}
 * handles the differences between distributions.
 */
record GuestInstall(SshConnection connection, String script, Path log, Progress progress) {
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
    String kind = answer("kind", List.of("kind"));
    List<Path> files = kernel.filesFor(kind).orElseThrow(() -> unsuitable(kernel, kind));
    List<String> there = new ArrayList<>(List.of("install", kernel.release()));
    for (Path file : files) {
      progress.status("copying " + file.getFileName() + " to the guest");
      String to = DIRECTORY + "/" + file.getFileName();
      new SshFiles(connection).send(file, to);
      there.add(to);
    }
    progress.status("installing " + kernel.release());
    String by = answer("did", there);
    String bootedBy = answer("did", List.of("once", kernel.release(), "serial"));
    progress.status("");
    return new Installed(by, bootedBy);
  }

  private static GuestFailure unsuitable(InstallableKernel kernel, String kind) {
    return new GuestFailure(
        "cannot install " + kernel.name() + " in a guest of package type " + kind,
        "pass a box or image of the package's distribution, or a tar of `make tar-pkg`",
        null);
  }

  /** Runs the script and returns the text after a key of its output. */
  private String answer(String key, List<String> arguments) throws GuestException {
    HostScript guest = new HostScript(connection, List.of("sudo", "-n"), DIRECTORY, script, log);
    try {
      ScriptAnswer answer = guest.call(TIMEOUT, arguments);
      String value = answer.required(key);
      answer.all("note").stream().limit(1).forEach(note -> progress.say("  note: " + note));
      return value;
    } catch (ScriptRefusal e) {
      throw refused(e);
    }
  }

  private GuestFailure refused(ScriptRefusal refusal) {
    String check = "check the log " + log;
    return new GuestFailure(
        "cannot install the kernel in the guest: " + refusal.reason(),
        refusal.fix().isEmpty() ? check : "in the guest: " + refusal.fix() + "; " + check,
        refusal);
  }
}
