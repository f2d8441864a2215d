// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An sshd with its own keys, configuration and port on 127.0.0.1. */
final class Sshd implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

  /** A directory that sshd requires as root; normally the system service makes it. */
  private static final Path EMPTY = Path.of("/run/sshd");

  private final Path folder;
  private final int port;
  private final Process process;
  private final boolean madeEmpty;

  Sshd(Path folder) throws Exception {
    this.folder = folder;
    this.port = freePort();
    for (String key : List.of("host", "user", "stranger")) {
      run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(key).toString());
    }
    Files.copy(folder.resolve("user.pub"), folder.resolve("authorized"));
    String[] key = Files.readString(folder.resolve("host.pub")).split(" ", -1);
    Files.writeString(
        folder.resolve("known"), "[127.0.0.1]:" + port + " " + key[0] + " " + key[1] + "\n");
    Files.writeString(
        folder.resolve("config"),
        String.join(
            "\n",
            "ListenAddress 127.0.0.1",
            "Port " + port,
            "HostKey " + folder.resolve("host"),
            "AuthorizedKeysFile " + folder.resolve("authorized"),
            "PidFile none",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin yes",
            "StrictModes no",
            "UsePAM no",
            ""));
    madeEmpty = ProcessHandle.current().info().user().orElse("").equals("root") && makeEmpty();
    process =
        new ProcessBuilder(
                PROGRAM.toString(), "-D", "-e", "-f", folder.resolve("config").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sshd.log").toFile())
            .start();
    awaitListening();
  }

  private static boolean makeEmpty() throws IOException {
    if (Files.isDirectory(EMPTY)) {
      return false;
    }
    Files.createDirectory(EMPTY);
    return true;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void run(String... argv) throws Exception {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", argv) + ": " + said);
    }
  }

  private void awaitListening() throws Exception {
    for (int i = 0; i < 300; i++) {
      if (!process.isAlive()) {
        break;
      }
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("no sshd: " + log());
  }

  String log() {
    try {
      return Files.readString(folder.resolve("sshd.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the options with which {@code twlen measure} can log in. */
  List<String> options() {
    return options("user", "127.0.0.1");
  }

  /** Returns options with a key that this sshd rejects. */
  List<String> strangersOptions() {
    return options("stranger", "127.0.0.1");
  }

  private List<String> options(String key, String host) {
    List<String> words = new ArrayList<>(List.of("--ssh", host));
    for (String option :
        List.of(
            "Port=" + port,
            "IdentityFile=" + folder.resolve(key),
            "IdentitiesOnly=yes",
            "UserKnownHostsFile=" + folder.resolve("known"),
            "GlobalKnownHostsFile=/dev/null")) {
      words.addAll(List.of("--ssh-option", option));
    }
    return words;
  }

  /** Returns all processes of sessions, also those with another parent by now. */
  List<ProcessHandle> sessions() {
    return process.descendants().toList();
  }

  /** Closes the connections, but not the programs that they started. */
  void dropConnections() {
    // A session has a process of root and one of the user, which has the shell.
    process.children().forEach(session -> end(session, 2));
  }

  private static void end(ProcessHandle session, int depth) {
    Stream<ProcessHandle> children = session.children();
    boolean sshd = session.info().command().orElse("").contains("sshd");
    if (sshd && depth > 0) {
      children.forEach(child -> end(child, depth - 1));
    }
    if (sshd) {
      session.destroyForcibly();
    }
  }

  @Override
  public void close() throws Exception {
    List<ProcessHandle> left = process.descendants().toList();
    process.destroy();
    left.forEach(ProcessHandle::destroy);
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    if (madeEmpty) {
      Files.delete(EMPTY);
    }
  }
}
