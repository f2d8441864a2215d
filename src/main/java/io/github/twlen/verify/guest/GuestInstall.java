// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.Progress;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.ssh.SshFiles;
import io.github.twlen.workspace.LogFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts a kernel into a guest beside the one it has, and makes it the next boot and only that one.
 * What differs between distributions is decided in the guest, by {@code
 * vagrant/install/kernel-install.sh}.
 *
 * @param connection into the guest
 * @param script the text of that script
 * @param log gets all that it prints
 * @param progress what is going on
 */
record GuestInstall(SshConnection connection, String script, Path log, Progress progress) {
  private static final String MARK = "@twlen1 ";
  private static final String DID = MARK + "did ";
  private static final String KIND = MARK + "kind ";
  private static final String FAILED = MARK + "failed ";

  /** On the disk in every distribution, unlike {@code /tmp}. */
  private static final String FOLDER = "/var/tmp/twlen";

  /** An initramfs of an emulated guest takes minutes. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /**
   * Installs.
   *
   * @throws GuestFailure when the guest refuses the kernel
   * @throws GuestException when the guest is lost
   */
  Installed call(InstallableKernel kernel) throws GuestException {
    List<Path> files = kernel.filesFor(answer(KIND, List.of("kind")));
    List<String> there = new ArrayList<>(List.of("install", kernel.release()));
    for (Path file : files) {
      progress.status("sending " + file.getFileName() + " into the guest");
      String to = FOLDER + "/" + file.getFileName();
      new SshFiles(connection).send(file, to);
      there.add(to);
    }
    progress.status("installing " + kernel.release());
    String by = answer(DID, there);
    String bootedBy = answer(DID, List.of("once", kernel.release()));
    progress.status("");
    return new Installed(by, bootedBy);
  }

  /** What the script says behind this word. */
  private String answer(String word, List<String> arguments) throws GuestException {
    List<String> words = new ArrayList<>(List.of("sudo", "-n", "sh", "-c", script, "install"));
    words.addAll(arguments);
    CommandResult result;
    try (LogFile file = new LogFile(log)) {
      file.accept("$ kernel-install.sh " + String.join(" ", arguments));
      result = connection.run(words, FOLDER, Map.of(), LONGEST, file);
    }
    String failed = after(FAILED, result);
    if (!failed.isEmpty()) {
      throw refused(failed);
    }
    String told = after(word, result);
    if (!result.ok() || told.isEmpty()) {
      throw refused("it ended with " + result.exit() + ": " + result.lastLine());
    }
    return told;
  }

  private GuestFailure refused(String why) {
    return new GuestFailure(
        "the guest could not install the kernel: " + why, "what the guest said is in " + log, null);
  }

  private static String after(String word, CommandResult result) {
    return result.output().stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()).strip())
        .findFirst()
        .orElse("");
  }
}
