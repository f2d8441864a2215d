// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs a private distccd on a free port of the loopback interface. */
public final class Distccd implements AutoCloseable {
  private static final String SUMMARY = "(dcc_job_summary)";
  private static final Pattern JOB =
      Pattern.compile(Pattern.quote(SUMMARY) + " client: \\S+ (\\S+) .* (\\S+) (\\S+)");

  /**
   * One compiled file.
   *
   * @param outcome {@code COMPILE_OK} on success
   */
  public record Job(String outcome, String compiler, String source) {}

  private final Process process;
  private final Path log;
  private final int port;

  /**
   * Starts distccd; a host without it fails the test.
   *
   * @param folder a test's directory; made accessible to the user that root's distccd becomes
   */
  public Distccd(Path folder) {
    try {
      port = freePort();
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      Path place = Files.createDirectories(folder.resolve("distccd"));
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
      log = place.resolve("log");
      ProcessBuilder builder =
          new ProcessBuilder(
                  "distccd",
                  "--daemon",
                  "--no-detach",
                  "--listen",
                  "127.0.0.1",
                  "--allow",
                  "127.0.0.1",
                  "--port",
                  Integer.toString(port),
                  "--log-level",
                  "info",
                  "--log-file",
                  log.toString())
              .redirectErrorStream(true)
              .redirectOutput(place.resolve("said").toFile());
      // Debian has /usr/bin/distccd, others /usr/sbin/distccd.
      builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
      builder.environment().put("TMPDIR", "/tmp");
      process = builder.start();
      await(text -> text.contains("daemon started"));
    } catch (IOException e) {
      throw new UncheckedIOException("distccd is needed: apt-get install distcc", e);
    }
  }

  /** Returns the host in distcc's syntax. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  /**
   * Returns the compiled files in no order. distccd writes a job's summary after it answers its
   * client, so this waits until every connection has one.
   */
  public List<Job> jobs() throws IOException {
    await(text -> count(text, "(dcc_check_client) connection") == count(text, SUMMARY));
    try (var lines = Files.lines(log)) {
      return lines
          .map(JOB::matcher)
          .filter(Matcher::find)
          .map(found -> new Job(found.group(1), found.group(2), found.group(3)))
          .toList();
    }
  }

  @Override
  public void close() {
    // On SIGTERM the parent ends its children.
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private void await(Predicate<String> settled) throws IOException {
    for (int i = 0; i < 200; i++) {
      if (Files.exists(log) && settled.test(Files.readString(log))) {
        return;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    close();
    throw new AssertionError("distccd did not come to rest: " + Files.readString(log));
  }

  private static long count(String text, String word) {
    return text.lines().filter(line -> line.contains(word)).count();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
