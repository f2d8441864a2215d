// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netns;

import io.github.twlen.TerminalText;
import io.github.twlen.survey.proc.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the lines of {@code list.sh}, which a hostile host may have written. */
final class NamespaceReader {
  private static final int MOST_SPACES = 50_000;
  private static final int MOST_PIDS = 100_000;
  private static final String NUMBER = "\\d{1,18}";
  private static final Pattern KEY = Pattern.compile("-?" + NUMBER);
  private static final Pattern COUNT = Pattern.compile(NUMBER);
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");
  private static final Pattern REMOTE = Pattern.compile("([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})");

  /** What is known of one namespace. */
  static final class Found {
    @Nullable Long inode;
    @Nullable String path;
    int processes;
    final Map<Long, String> commands = new TreeMap<>();
    final Map<Long, Long> starts = new TreeMap<>();
    final Map<Long, List<String>> cgroups = new TreeMap<>();
    final List<Long> pids = new ArrayList<>();
    @Nullable Long sockets;
    @Nullable Long timeWait;
    @Nullable String destination;
    @Nullable Long inUse;
    @Nullable Integer ports;
  }

  final Map<String, Found> found = new LinkedHashMap<>();
  final Map<Long, String> paths = new LinkedHashMap<>();
  String self = "";
  @Nullable Long selfInode;
  boolean isRoot;
  boolean isHidden;
  boolean isComplete;
  private int pids;

  /** Reads a line; ignores one that the script does not print. */
  void line(String line) {
    String[] words = line.split(" ", 4);
    switch (words[0]) {
      case "root" -> isRoot = true;
      case "hidden" -> isHidden = true;
      case "end" -> isComplete = true;
      case "self" -> self(words);
      case "mount" -> mount(line.split(" ", 3));
      default -> {
        if (words.length > 2 && KEY.matcher(words[1]).matches()) {
          space(words[1]).ifPresent(space -> read(space, words, line));
        }
      }
    }
  }

  private void self(String[] words) {
    self = words.length > 1 ? words[1] : "";
    selfInode = words.length > 2 ? number(words[2]) : null;
  }

  private void mount(String[] words) {
    Long inode = words.length > 2 ? number(words[1]) : null;
    if (inode != null && paths.size() < MOST_SPACES) {
      String path = unescaped(words[2]);
      // The same file may be mounted twice; the name in /run/netns is the one people know.
      paths.merge(inode, path, (old, other) -> other.startsWith("/run/netns/") ? other : old);
    }
  }

  private Optional<Found> space(String key) {
    return found.size() < MOST_SPACES || found.containsKey(key)
        ? Optional.of(found.computeIfAbsent(key, k -> new Found()))
        : Optional.empty();
  }

  private void read(Found space, String[] words, String line) {
    Long pid = number(words[2]);
    switch (words[0]) {
      case "space" -> {
        space.inode = pid;
        Long processes = words.length > 3 ? number(words[3]) : null;
        space.processes = processes == null ? 0 : (int) Math.min(processes, Integer.MAX_VALUE);
      }
      case "pid" -> {
        if (pid != null && pids++ < MOST_PIDS) {
          space.pids.add(pid);
        }
      }
      case "start" -> {
        Long ticks = words.length > 3 ? number(words[3]) : null;
        if (pid != null && ticks != null) {
          space.starts.put(pid, ticks);
        }
      }
      case "command" -> {
        if (pid != null) {
          space.commands.put(pid, TerminalText.of(words.length > 3 ? words[3] : ""));
        }
      }
      case "cgroup" -> {
        if (pid != null && words.length > 3) {
          space.cgroups.computeIfAbsent(pid, p -> new ArrayList<>()).add(words[3]);
        }
      }
      case "table" -> table(space, line.split(" "));
      case "range" -> {
        Long high = words.length > 3 ? number(words[3]) : null;
        if (pid != null && high != null && high >= pid && high < 1 << 16) {
          space.ports = (int) (high - pid + 1);
        }
      }
      default -> {
        // A later script may print more.
      }
    }
  }

  private static void table(Found space, String[] words) {
    if (words.length != 7) {
      return;
    }
    space.sockets = number(words[2]);
    space.timeWait = number(words[3]);
    Matcher remote = REMOTE.matcher(words[6]);
    if (remote.matches()) {
      int port = Integer.parseInt(remote.group(2), 16);
      String address = Address.ofHex(remote.group(1)).toString();
      space.destination = (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
      space.inUse = number(words[4]);
    }
  }

  private static @Nullable Long number(String text) {
    return COUNT.matcher(text).matches() ? Long.valueOf(text) : null;
  }

  /** Returns a path of mountinfo, where special characters are octal numbers. */
  private static String unescaped(String path) {
    return OCTAL
        .matcher(path)
        .replaceAll(
            code ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(code.group(1), 8))));
  }
}
