// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netns;

import io.github.twlen.Messages;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.PortRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace and its sockets. Null means that a value is unknown.
 *
 * @param inode of the namespace, as {@code lsns} shows it; only root can read that of others
 * @param name of its file in {@code /run/netns}, or the path of another file that keeps it
 * @param processes in it; 0 if only a file keeps it
 * @param pid the first of its processes, but not the pause process of a pod
 * @param command its name from {@code /proc/PID/comm}
 * @param sockets of TCP, of both families
 * @param timeWait of these, in TIME_WAIT
 * @param destination the destination that uses most local ports, such as {@code 192.0.2.7:443}
 * @param inUse ports in use to this destination from one local address
 * @param ports of its {@code ip_local_port_range}
 */
public record NetNamespace(
    @Nullable Long inode,
    @Nullable String name,
    int processes,
    @Nullable Long pid,
    @Nullable String command,
    @Nullable Container container,
    @Nullable Long sockets,
    @Nullable Long timeWait,
    @Nullable String destination,
    @Nullable Long inUse,
    @Nullable Integer ports) {
  /** The fullest first; among equals, that with most sockets. */
  static final Comparator<NetNamespace> WORST_FIRST =
      Comparator.comparingDouble(NetNamespace::pressure)
          .thenComparingLong(space -> space.sockets() == null ? 0 : space.sockets())
          .reversed()
          .thenComparingLong(space -> space.inode() == null ? 0 : space.inode());

  /** Returns the share of used ports; a range that could not be read counts as the default one. */
  public double pressure() {
    return inUse == null ? 0 : (double) inUse / Math.max(1, knownPorts());
  }

  private int knownPorts() {
    return ports == null ? PortRange.usual().capacity(new BitSet()) : ports;
  }

  /** Returns whether it has no sign of a container, a name or a process of its own. */
  public boolean belongsToHost() {
    return name == null && container == null && pid == null;
  }

  /** Returns its argument of {@code --netns}: a process, or else its name. */
  public String argument() {
    return pid != null ? String.valueOf(pid) : name != null ? name : String.valueOf(inode);
  }

  /** Returns whose it is, such as {@code docker 0123456789ab, pid 7 (nginx)}. */
  public String owner(Messages messages) {
    List<String> parts = new ArrayList<>();
    if (name != null) {
      parts.add(messages.text("netns.name", "name", name));
    }
    if (container != null) {
      if (container.pod() != null) {
        parts.add(messages.text("netns.pod", "pod", container.pod()));
      }
      if (container.runtime() != null) {
        parts.add(container.runtime() + " " + container.shortId());
      }
    }
    if (pid != null) {
      String process = command == null ? messages.text("unknown") : command;
      parts.add(messages.text("netns.pid", "pid", String.valueOf(pid), "command", process));
    }
    return parts.isEmpty()
        ? messages.text("netns.inode", "inode", String.valueOf(inode))
        : String.join(", ", parts);
  }

  /** Returns its sockets, and the ports of the fullest destination. */
  public String load(Messages messages) {
    if (sockets == null || timeWait == null) {
      return messages.text("netns.load.unknown");
    }
    String load = messages.text("netns.load", "sockets", sockets, "timeWait", timeWait);
    if (destination == null || inUse == null) {
      return load;
    }
    String key = ports == null ? "netns.load.ports.unknown" : "netns.load.ports";
    Object[] values = {
      "load",
      load,
      "inUse",
      inUse,
      "ports",
      knownPorts(),
      "destination",
      destination,
      "percent",
      NumberFormat.percent(pressure())
    };
    return messages.text(key, values);
  }
}
