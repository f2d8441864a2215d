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
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the processes that hold given sockets. */
final class SocketOwnerFinder {
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d{1,18})]");
  private static final Pattern SAVED = Pattern.compile("(\\d{1,18}) (\\d{1,9}) ?(.*)");

  /** A copy has no more lines than there are sockets; hostile ones may. */
  private static final int MOST_LINES = 4 * InodeSet.MOST;

  private record Owner(long pid, String command) {}

  private final InodeSet wanted;
  private final InodeSet found = new InodeSet();
  private final Map<Owner, Integer> counts = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private boolean refused;

  private SocketOwnerFinder(InodeSet wanted) {
    this.wanted = wanted;
  }

  /** Looks into every process that this user may look into: without root, only his own. */
  static SocketOwnerFinder alive(Path proc, InodeSet wanted) {
    SocketOwnerFinder finder = new SocketOwnerFinder(wanted);
    if (wanted.size() > 0) {
      finder.walk(proc);
    }
    return finder;
  }

  /** Reads what a copy says: lines of an inode, a process and its name. */
  static SocketOwnerFinder saved(ProcFiles files, InodeSet wanted) {
    SocketOwnerFinder finder = new SocketOwnerFinder(wanted);
    if (wanted.size() > 0 && files.has(ProcFiles.CLOSE_WAIT)) {
      finder.read(files);
    }
    return finder;
  }

  /** The processes, those with most sockets first. */
  List<SocketOwner> all() {
    return counts.entrySet().stream()
        .map(e -> new SocketOwner(e.getKey().pid(), e.getKey().command(), e.getValue()))
        .sorted(
            Comparator.comparingInt(SocketOwner::sockets)
                .reversed()
                .thenComparingLong(SocketOwner::pid))
        .toList();
  }

  /** How many of the sockets have no process that was found. */
  int missing() {
    return wanted.size() - found.size();
  }

  /** Whether some process was not to be looked into. */
  boolean refused() {
    return refused;
  }

  /** What a copy is given to say the same. */
  String text() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private void walk(Path proc) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (missing() == 0) {
          return;
        }
        Look look = descriptors(process, process);
        if (look != Look.FOUND) {
          look = threads(process, look);
        }
        refused |= look == Look.REFUSED;
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What was not found is told by its number.
    }
  }

  /** What a folder of descriptors has shown. */
  private enum Look {
    FOUND,
    NOTHING,
    REFUSED
  }

  /**
   * A process whose main thread has ended shows no descriptors of its own ({@code proc(5)}): its
   * other threads have them.
   */
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
      // It has ended meanwhile.
    }
    return look;
  }

  private Look descriptors(Path process, Path thread) {
    Look look = Look.NOTHING;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(thread.resolve("fd"))) {
      String command = null;
      for (Path descriptor : all) {
        look = Look.FOUND;
        Matcher socket = SOCKET.matcher(target(descriptor));
        if (socket.matches()) {
          long inode = Long.parseLong(socket.group(1));
          if (wanted.contains(inode)) {
            command = command == null ? command(process) : command;
            take(inode, Long.parseLong(String.valueOf(process.getFileName())), command);
          }
        }
      }
    } catch (AccessDeniedException e) {
      return Look.REFUSED;
    } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
      // It has ended meanwhile.
    }
    return look;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // It was closed meanwhile.
    }
  }

  private static String command(Path process) throws IOException {
    byte[] name = Files.readAllBytes(process.resolve("comm"));
    return new String(name, StandardCharsets.UTF_8).strip();
  }

  private void read(ProcFiles files) {
    int[] bad = new int[1];
    int[] read = new int[1];
    try (var in = files.open(ProcFiles.CLOSE_WAIT)) {
      LineSplitter.read(
          in,
          (bytes, from, to, whole) -> {
            Matcher line =
                SAVED.matcher(
                    new String(bytes, from, Math.min(to - from, 200), StandardCharsets.UTF_8));
            if (!whole || read[0]++ > MOST_LINES || !line.matches()) {
              bad[0]++;
            } else if (wanted.contains(Long.parseLong(line.group(1)))) {
              take(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)), line.group(3));
            }
          });
    } catch (IOException e) {
      files.gaps().add("cannot read " + ProcFiles.CLOSE_WAIT + ": " + ProcFiles.reason(e));
    }
    if (bad[0] > 0) {
      files.gaps().add(ProcFiles.CLOSE_WAIT + ": " + bad[0] + " lines do not name a process");
    }
  }

  private void take(long inode, long pid, String command) {
    if (found.contains(inode)) {
      return;
    }
    found.add(inode);
    String name = TerminalText.of(command);
    counts.merge(new Owner(pid, name), 1, Integer::sum);
    lines.add(inode + " " + pid + " " + name);
  }
}
