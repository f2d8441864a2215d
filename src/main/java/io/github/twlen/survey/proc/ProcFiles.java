// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.GivenFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files of {@code /proc} that a survey reads, or a copy of them with the same names.
 *
 * @param root {@code /proc}, or the directory of the copy
 */
public record ProcFiles(Path root, SurveyWarnings warnings) {
  /** The processes that hold sockets in CLOSE_WAIT; only a copy has this file. */
  public static final String CLOSE_WAIT = "close-wait";

  /** The line of the kernel's configuration that a survey needs; only a copy has this file. */
  static final String KERNEL_CONFIG = "kernel-config";

  /** The entries of conntrack by state; only a copy has this file. */
  public static final String CONNTRACK_STATES = "conntrack-states";

  /** The other network namespaces of the host, as {@code list.sh} prints them; of a copy. */
  public static final String NAMESPACES = "namespaces";

  /** The key of the sysctls that may be common to all network namespaces. */
  public static final String SHARED = "shared";

  /** All names; the tables come first because they change fastest. */
  static final List<String> NAMES =
      List.of(
          "net/tcp",
          "net/tcp6",
          "net/sockstat",
          "net/netstat",
          "net/snmp",
          "uptime",
          "sys/net/ipv4/ip_local_port_range",
          "sys/net/ipv4/ip_local_reserved_ports",
          "sys/net/ipv4/tcp_fin_timeout",
          "sys/net/ipv4/tcp_tw_reuse",
          "sys/net/ipv4/tcp_tw_reuse_delay",
          "sys/net/ipv4/tcp_tw_recycle",
          "sys/net/ipv4/tcp_tw_timeout",
          "sys/net/ipv4/tcp_max_tw_buckets",
          "sys/net/ipv4/tcp_timestamps",
          "sys/net/ipv4/tcp_keepalive_time",
          "sys/net/ipv4/tcp_keepalive_probes",
          "sys/net/ipv4/tcp_keepalive_intvl",
          "sys/net/ipv4/tcp_syn_retries",
          "sys/net/ipv4/tcp_max_orphans",
          "sys/net/core/somaxconn",
          "net/stat/nf_conntrack",
          "sys/net/netfilter/nf_conntrack_count",
          "sys/net/netfilter/nf_conntrack_max",
          "sys/net/netfilter/nf_conntrack_tcp_timeout_established",
          "sys/net/netfilter/nf_conntrack_tcp_timeout_fin_wait",
          "sys/net/netfilter/nf_conntrack_tcp_timeout_close_wait",
          "sys/net/netfilter/nf_conntrack_tcp_timeout_time_wait",
          "sys/net/ipv4/netfilter/ip_conntrack_count",
          "sys/net/ipv4/netfilter/ip_conntrack_max",
          "sys/net/ipv4/netfilter/ip_conntrack_tcp_timeout_established",
          "sys/net/ipv4/netfilter/ip_conntrack_tcp_timeout_fin_wait",
          "sys/net/ipv4/netfilter/ip_conntrack_tcp_timeout_close_wait",
          "sys/net/ipv4/netfilter/ip_conntrack_tcp_timeout_time_wait",
          "sys/kernel/osrelease",
          "sys/kernel/hostname");

  /** The kernel keeps seconds as an int of jiffies, of which a second has at least 100. */
  private static final long MOST_SECONDS = Integer.MAX_VALUE / 100;

  /** A process has one line, or some fifteen if it is named. */
  private static final int MOST_LINES = 1_000_000;

  /** Only the socket tables and the list of namespaces are longer, in bytes. */
  private static final int LONGEST = 1 << 18;

  /** Returns a host without any file. */
  public static ProcFiles none(SurveyWarnings warnings) {
    // Nothing can be below a device.
    return new ProcFiles(Path.of("/dev/null"), warnings);
  }

  /** Returns whether a file is a sysctl of the network. */
  static boolean isSysctl(String name) {
    return name.startsWith("sys/net/");
  }

  /**
   * Adds the sysctls that a namespace does not have for itself, from those of the host.
   *
   * @return the names of the added files
   */
  public Set<String> addMissingSysctls(ProcFiles shared) {
    Set<String> added = new TreeSet<>();
    for (String name : NAMES) {
      if (isSysctl(name) && !has(name) && shared.has(name)) {
        Path to = root.resolve(name);
        Workspace.folder(Objects.requireNonNull(to.getParent()));
        try {
          Files.copy(shared.root().resolve(name), to);
          added.add(name);
        } catch (IOException e) {
          throw WorkspaceFailure.writing(to, e);
        }
      }
    }
    return added;
  }

  /** Opens a file; a foreign copy may have a pipe or a device in its place, which is refused. */
  InputStream open(String name) throws IOException {
    return GivenFile.open(root.resolve(name));
  }

  public boolean has(String name) {
    return Files.isRegularFile(root.resolve(name));
  }

  /** Reads a time in seconds, see {@link #number}. */
  public @Nullable Long seconds(String name) {
    return number(name, 0, MOST_SECONDS);
  }

  /** Reads a non-negative int, see {@link #number}. */
  public @Nullable Long count(String name) {
    return number(name, 0, Integer.MAX_VALUE);
  }

  /** Reads a file's only number; null if the file is missing, or invalid, which is a warning. */
  public @Nullable Long number(String name, long least, long greatest) {
    Optional<String> line = line(name);
    if (line.isEmpty()) {
      return null;
    }
    try {
      long number = Long.parseLong(line.get());
      if (number >= least && number <= greatest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The warning below reports it.
    }
    warnings.add("warning.number", "file", name, "least", least, "greatest", greatest);
    return null;
  }

  /**
   * Reads a file of one line, without surrounding spaces; empty if it is missing, or invalid, which
   * is a warning. Without a final newline it may be truncated, and half a number is another number.
   */
  public Optional<String> line(String name) {
    Optional<String> text = text(name);
    if (text.isPresent() && !text.get().endsWith("\n")) {
      warnings.add("warning.newline", "file", name);
      return Optional.empty();
    }
    return text.map(String::strip);
  }

  /** Reads a short file; empty if it is missing, or unreadable, which is a warning. */
  public Optional<String> text(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    try (InputStream in = open(name)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        warnings.add("warning.long", "file", name, "limit", LONGEST);
        return Optional.empty();
      }
      return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      unreadable(name, e);
      return Optional.empty();
    }
  }

  /** Reads the lines of a list of namespaces; empty if it is missing or unreadable. */
  public List<String> lines(String name) {
    List<String> lines = new ArrayList<>();
    try (InputStream in = open(name)) {
      LineSplitter.read(
          in,
          (bytes, from, to, whole) -> {
            if (lines.size() < MOST_LINES) {
              lines.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            }
          });
    } catch (IOException e) {
      unreadable(name, e);
    }
    return lines;
  }

  /** Adds a warning that a file cannot be read. */
  void unreadable(String name, IOException e) {
    warnings.unreadable(name, root.resolve(name), e);
  }
}
