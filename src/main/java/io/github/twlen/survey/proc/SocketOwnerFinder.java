// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.TerminalText;
import io.github.twlen.survey.SocketOwner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the processes that hold sockets, and removes each found socket from the given set. */
final class SocketOwnerFinder {
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d{1,18})]");
  private static final Pattern SAVED = Pattern.compile("(\\d{1,18}) (\\d{1,9}) ?(.*)");

  /** A real copy has at most one line for each socket; a hostile one may have more. */
  private static final int MOST_LINES = 4 * SocketCounter.MOST_INODES;

  /** Content of a directory of file descriptors. */
  private enum Look {
    FOUND,
    EMPTY,
    REFUSED
  }

  private record OwnerProcess(long pid, String command) {}

  private final Set<Long> missing;
  private final Map<OwnerProcess, Integer> counts = new HashMap<>();
  private final Map<Long, SocketOwner> byInode = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private boolean isRefused;
  private int savedLines;
  private int badLines;
  private int unnamed;

  /**
   * @param inodes of the sockets
   */
  SocketOwnerFinder(Set<Long> inodes) {
    this.missing = inodes;
  }

  /** Returns the owners that a pasted table names. */
  static SocketOwnerFinder of(List<SocketOwner> owners, int missing) {
    SocketOwnerFinder finder = new SocketOwnerFinder(new HashSet<>());
    owners.forEach(
        owner ->
            finder.counts.put(new OwnerProcess(owner.pid(), owner.command()), owner.sockets()));
    finder.unnamed = missing;
    return finder;
  }

  /** Returns the processes, those with most sockets first. */
  List<SocketOwner> owners() {
    return counts.entrySet().stream()
        .map(e -> new SocketOwner(e.getKey().pid(), e.getKey().command(), e.getValue()))
        .sorted(
            Comparator.comparingInt(SocketOwner::sockets)
                .reversed()
                .thenComparingLong(SocketOwner::pid))
        .toList();
  }

  /** Returns the process of each socket that was found. */
  Map<Long, SocketOwner> byInode() {
    return Map.copyOf(byInode);
  }

  /** Returns the number of sockets whose process was not found. */
  int missing() {
    return missing.size() + unnamed;
  }

  /** Returns whether this user may not inspect some process. */
  boolean isRefused() {
    return isRefused;
  }

  /** Returns the lines that a copy keeps for {@link #read}. */
  String text() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** Inspects every process that this user may inspect. */
  void walk(Path proc) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (missing.isEmpty()) {
          return;
        }
        Look look = descriptors(process, process);
        if (look != Look.FOUND) {
          look = threads(process, look);
        }
        isRefused |= look == Look.REFUSED;
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The number of missing sockets reports it.
    }
  }

  /** Inspects the threads: after its main thread ended, a process shows no descriptors itself. */
  private Look threads(Path process, Look before) {
    Look look = before;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path thread : threads) {
        if (thread.getFileName().equals(process.getFileName())) {
          continue;
        }
        look = descriptors(process, thread);
        if (look == Look.FOUND) {
          return look;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The process has exited.
    }
    return look;
  }

  private Look descriptors(Path process, Path thread) {
    Look look = Look.EMPTY;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(thread.resolve("fd"))) {
      String command = null;
      for (Path descriptor : all) {
        look = Look.FOUND;
        Matcher socket = SOCKET.matcher(target(descriptor));
        if (socket.matches() && missing.contains(Long.parseLong(socket.group(1)))) {
          long pid = Long.parseLong(String.valueOf(process.getFileName()));
          command = command == null ? command(process) : command;
          found(Long.parseLong(socket.group(1)), pid, command);
        }
      }
    } catch (AccessDeniedException e) {
      return Look.REFUSED;
    } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
      // The process has exited.
    }
    return look;
  }

  private static String command(Path process) throws IOException {
    byte[] name = Files.readAllBytes(process.resolve("comm"));
    return new String(name, StandardCharsets.UTF_8).strip();
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // It was closed meanwhile.
    }
  }

  /** Reads the lines of a copy, each with an inode, a process and its name. */
  void read(ProcFiles files) {
    try (var in = files.open(ProcFiles.CLOSE_WAIT)) {
      LineSplitter.read(in, this::line);
    } catch (IOException e) {
      files.unreadable(ProcFiles.CLOSE_WAIT, e);
    }
    if (badLines > 0) {
      files.warnings().add("warning.owners.lines", "file", ProcFiles.CLOSE_WAIT, "lines", badLines);
    }
  }

  private void line(byte[] bytes, int from, int to, boolean whole) {
    String text = new String(bytes, from, Math.min(to - from, 200), StandardCharsets.UTF_8);
    Matcher line = SAVED.matcher(text);
    if (!whole || savedLines++ > MOST_LINES || !line.matches()) {
      badLines++;
    } else {
      found(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)), line.group(3));
    }
  }

  private void found(long inode, long pid, String command) {
    if (missing.remove(inode)) {
      String name = TerminalText.of(command);
      byInode.put(inode, new SocketOwner(pid, name, 1));
      counts.merge(new OwnerProcess(pid, name), 1, Integer::sum);
      lines.add(inode + " " + pid + " " + name);
    }
  }
}
