// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Kills the programs of a run that was killed (SIGKILL): its make still writes to the tree, its
 * guest still runs. They and their children have the mark of the tree in their environment, so
 * {@code /proc} shows them.
 */
public final class StaleProcesses {
  /** The environment variable of the mark. */
  public static final String MARK = "TWLEN_TREE";

  private StaleProcesses() {}

  /**
   * Kills every process with a mark and waits for its exit. The caller holds the lock of the marked
   * directory, so no running twlen owns the process.
   *
   * @param mark the value of {@value #MARK}
   * @return the killed pids
   */
  public static List<Long> end(String mark) {
    List<Long> killed = new ArrayList<>();
    // Repeated, since a process may fork between the search and the kill.
    for (List<ProcessHandle> found = find(mark); !found.isEmpty(); found = find(mark)) {
      for (ProcessHandle one : found) {
        one.destroyForcibly();
        one.onExit().join();
        killed.add(one.pid());
      }
    }
    return killed;
  }

  private static List<ProcessHandle> find(String mark) {
    String wanted = MARK + "=" + mark;
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (hasMark(process.resolve("environ"), wanted)) {
          Optional<ProcessHandle> handle =
              ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
          handle.filter(ProcessHandle::isAlive).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      return found; // No /proc.
    }
    return found;
  }

  private static boolean hasMark(Path environ, String wanted) {
    try {
      String all = new String(Files.readAllBytes(environ), StandardCharsets.UTF_8);
      return List.of(all.split("\0")).contains(wanted);
    } catch (IOException e) {
      return false; // It exited, or belongs to another user.
    }
  }
}
