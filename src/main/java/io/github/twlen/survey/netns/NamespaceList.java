// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netns;

import io.github.twlen.Resource;
import io.github.twlen.TerminalText;
import io.github.twlen.survey.netns.NamespaceReader.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The network namespaces of a host that the present user can see. */
public final class NamespaceList {
  /** The script that prints the namespaces of a host. */
  public static final String SCRIPT = Resource.text(NamespaceList.class, "list.sh");

  /** Processes to try, since some may exit before they are read. */
  private static final int TRIED = 5;

  /** Processes that only keep the namespace of a pod. */
  private static final Set<String> KEEPERS = Set.of("pause", "catatonit");

  /**
   * A namespace to survey.
   *
   * @param key names it in {@code enter.sh}
   * @param files of the namespace; the first that works is used
   */
  public record Target(String key, NetNamespace space, List<String> files) {
    /** Copies the list. */
    public Target {
      files = List.copyOf(files);
    }
  }

  private final NamespaceReader reader;
  private final Target own;
  private final List<Target> others = new ArrayList<>();

  private NamespaceList(NamespaceReader reader) {
    this.reader = reader;
    Set<Long> shown = new HashSet<>();
    Found self = new Found();
    self.inode = reader.selfInode;
    own = target("self", self, List.of("self"), shown);
    reader.found.forEach(
        (key, found) -> {
          if (key.startsWith("-")) {
            found.inode = Long.valueOf(key.substring(1));
          }
          others.add(target(key, found, List.of(), shown));
        });
    for (Map.Entry<Long, String> kept : reader.paths.entrySet()) {
      if (!shown.contains(kept.getKey())) {
        Found found = new Found();
        found.inode = kept.getKey();
        others.add(target("-" + kept.getKey(), found, List.of(), shown));
      }
    }
    others.sort((one, other) -> NetNamespace.WORST_FIRST.compare(one.space(), other.space()));
  }

  /** Reads what the script printed. */
  public static NamespaceList of(Iterable<String> lines) {
    NamespaceReader reader = new NamespaceReader();
    lines.forEach(reader::line);
    return new NamespaceList(reader);
  }

  /** Returns the list of a host whose namespaces are unknown. */
  public static NamespaceList unknown() {
    return of(List.of());
  }

  private Target target(String key, Found found, List<String> before, Set<Long> shown) {
    List<String> files = new ArrayList<>(before);
    Optional<Long> pid = holder(found);
    pid.ifPresent(first -> files.add("/proc/" + first + "/ns/net"));
    found.pids.stream()
        .filter(other -> !pid.equals(Optional.of(other)))
        .limit(TRIED)
        .forEach(other -> files.add("/proc/" + other + "/ns/net"));
    Long inode = found.inode;
    String path = inode == null ? null : reader.paths.get(inode);
    if (path != null) {
      files.add(path);
    }
    if (inode != null) {
      shown.add(inode);
    }
    return new Target(key, space(found, pid.orElse(null), path), files);
  }

  private static NetNamespace space(Found found, @Nullable Long pid, @Nullable String path) {
    return new NetNamespace(
        found.inode,
        path == null ? null : name(path),
        found.processes,
        pid,
        pid == null ? null : found.commands.get(pid),
        pid == null ? null : Container.of(found.cgroups.getOrDefault(pid, List.of())).orElse(null),
        found.sockets,
        found.timeWait,
        found.destination,
        found.inUse,
        found.ports);
  }

  private static String name(String path) {
    String shown = path.replaceFirst("^(/var)?/run/netns/", "");
    return TerminalText.of(shown);
  }

  /** Returns the oldest process. Its number need not be the lowest: pids start again. */
  private static Optional<Long> holder(Found found) {
    List<Long> oldestFirst =
        found.commands.keySet().stream()
            .sorted(
                Comparator.comparing((Long pid) -> found.starts.getOrDefault(pid, Long.MAX_VALUE))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    return oldestFirst.stream()
        .filter(pid -> !KEEPERS.contains(found.commands.get(pid)))
        .findFirst()
        .or(() -> oldestFirst.stream().findFirst());
  }

  /** Returns whether the script printed all; it needs ls, sed, xargs and awk. */
  public boolean isComplete() {
    return reader.isComplete && !reader.self.isEmpty();
  }

  /** Returns whether root listed them, who can also read the sysctls of other namespaces. */
  public boolean isRoot() {
    return reader.isRoot;
  }

  /** Returns whether {@code /proc} hides the processes of other users. */
  public boolean isHidden() {
    return reader.isHidden && !reader.isRoot;
  }

  /** Returns the namespaces other than the present one, the fullest first. */
  public List<NetNamespace> others() {
    return others.stream().map(Target::space).toList();
  }

  /** Returns the present namespace. */
  public NetNamespace own() {
    return own.space();
  }

  /** Returns all namespaces, the present one first. */
  public List<Target> all() {
    List<Target> all = new ArrayList<>(List.of(own));
    all.addAll(others);
    return all;
  }

  /** Returns the namespace of a process. */
  public Target ofProcess(long pid) {
    String file = "/proc/" + pid + "/ns/net";
    for (Target other : others) {
      Found found = reader.found.get(other.key());
      if (found != null && found.pids.contains(pid)) {
        return new Target(other.key(), other.space(), List.of(file));
      }
    }
    return new Target("self", own.space(), List.of(file));
  }

  /** Returns the namespace with a name or a path. */
  public Optional<Target> named(String name) {
    return all().stream()
        .filter(target -> target.space().inode() != null)
        .filter(
            target -> {
              String path = reader.paths.get(target.space().inode());
              return path != null && (path.equals(name) || path.endsWith("/" + name));
            })
        .map(target -> new Target(target.key(), target.space(), target.files()))
        .findFirst();
  }

  /** Returns the names of all namespaces that have one. */
  public List<String> names() {
    return reader.paths.values().stream().map(NamespaceList::name).sorted().toList();
  }
}
