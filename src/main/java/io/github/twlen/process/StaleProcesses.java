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
 * Ends what a run that was killed with -9 left running. Such a run could end nothing itself: its
 * make goes on writing into the tree, its guest goes on running. Each program that {@link
 * CommandRunner} starts for a tree carries that tree's mark in its environment, and all its
 * children inherit it; so they are found in {@code /proc} without a list that would have to survive
 * the kill.
 */
public final class StaleProcesses {
  /** The environment variable that carries the mark. */
  public static final String MARK = "TWLEN_TREE";

  private StaleProcesses() {}

  /**
   * Ends every process that carries the mark, and waits until it is gone. To be called under the
   * lock of what the mark stands for: then no living twlen owns them.
   *
   * @param mark the value of {@value #MARK}
   * @return the pids that were ended
   */
  public static List<Long> end(String mark) {
    List<Long> ended = new ArrayList<>();
    // Again until none is found: a process may fork between the look and the kill.
    for (List<ProcessHandle> found = find(mark); !found.isEmpty(); found = find(mark)) {
      for (ProcessHandle one : found) {
        one.destroyForcibly();
        one.onExit().join();
        ended.add(one.pid());
      }
    }
    return ended;
  }

  private static List<ProcessHandle> find(String mark) {
    String wanted = MARK + "=" + mark;
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (carries(process.resolve("environ"), wanted)) {
          Optional<ProcessHandle> handle =
              ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
          handle.filter(ProcessHandle::isAlive).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      return found; // No /proc: nothing can be found, and nothing is.
    }
    return found;
  }

  private static boolean carries(Path environ, String wanted) {
    try {
      String all = new String(Files.readAllBytes(environ), StandardCharsets.UTF_8);
      return List.of(all.split("\0")).contains(wanted);
    } catch (IOException e) {
      return false; // Ended meanwhile, or another user's.
    }
  }
}
