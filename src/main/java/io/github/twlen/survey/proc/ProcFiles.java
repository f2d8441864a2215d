// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.GivenFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The few files of {@code /proc} that a survey reads, there or in a copy: a folder with the same
 * names below it.
 *
 * @param root {@code /proc}, or the copy
 * @param gaps told what cannot be read
 */
public record ProcFiles(Path root, SurveyWarnings gaps) {
  /** The processes that hold sockets in CLOSE_WAIT; only a copy has it. */
  public static final String CLOSE_WAIT = "close-wait";

  private static final String IPV4 = "sys/net/ipv4/";
  private static final String NETFILTER = "sys/net/netfilter/";

  /** All that is read; the tables first, since they are what changes fastest. */
  static final List<String> NAMES =
      List.of(
          "net/tcp",
          "net/tcp6",
          "net/sockstat",
          "net/netstat",
          "net/snmp",
          IPV4 + "ip_local_port_range",
          IPV4 + "ip_local_reserved_ports",
          IPV4 + "tcp_fin_timeout",
          IPV4 + "tcp_tw_reuse",
          IPV4 + "tcp_tw_reuse_delay",
          IPV4 + "tcp_tw_recycle",
          IPV4 + "tcp_tw_timeout",
          IPV4 + "tcp_max_tw_buckets",
          IPV4 + "tcp_timestamps",
          IPV4 + "tcp_keepalive_time",
          IPV4 + "tcp_keepalive_probes",
          IPV4 + "tcp_keepalive_intvl",
          "sys/net/core/somaxconn",
          NETFILTER + "nf_conntrack_count",
          NETFILTER + "nf_conntrack_max",
          NETFILTER + "nf_conntrack_tcp_timeout_time_wait",
          NETFILTER + "nf_conntrack_tcp_timeout_close_wait",
          "sys/kernel/osrelease",
          "sys/kernel/hostname");

  /** Settings in seconds are kept in an int of jiffies, of which a second has 100 at least. */
  private static final long MOST_SECONDS = Integer.MAX_VALUE / 100;

  /** No file but the tables is longer. */
  private static final int LONGEST = 1 << 18;

  /**
   * A file to read from its beginning; the caller closes it. In a copy of somebody else's it may be
   * a pipe that nobody writes to, or a link to a device that never ends.
   */
  InputStream open(String name) throws IOException {
    return GivenFile.open(root.resolve(name));
  }

  public boolean has(String name) {
    return Files.isRegularFile(root.resolve(name));
  }

  /** A setting of TCP's. */
  public OptionalLong ipv4(String name) {
    return count(IPV4 + name);
  }

  /** A setting of TCP's, in seconds. */
  public OptionalLong ipv4Seconds(String name) {
    return number(IPV4 + name, 0, MOST_SECONDS);
  }

  /** {@code tcp_max_tw_buckets}, which the kernel lets be negative: then no socket waits. */
  public OptionalLong maxTwBuckets() {
    return number(IPV4 + "tcp_max_tw_buckets", Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** A number of conntrack's. */
  public OptionalLong netfilter(String name) {
    return count(NETFILTER + name);
  }

  /** A setting of conntrack's, in seconds. */
  public OptionalLong netfilterSeconds(String name) {
    return number(NETFILTER + name, 0, MOST_SECONDS);
  }

  /** What an int of the kernel's holds that is not negative. */
  public OptionalLong count(String name) {
    return number(name, 0, Integer.MAX_VALUE);
  }

  /**
   * A number that is the only word of its file.
   *
   * @return empty when this kernel has none, or it cannot be read or cannot be, which is told
   */
  private OptionalLong number(String name, long least, long greatest) {
    Optional<String> line = line(name);
    if (line.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(line.get());
      if (number >= least && number <= greatest) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    gaps.add(
        String.format(
            Locale.ROOT,
            "%s is not a number from %,d to %,d: it was left out",
            name,
            least,
            greatest));
    return OptionalLong.empty();
  }

  /**
   * What stands in a file of one line, without blanks around it. The kernel ends it with a line
   * feed: what has none may be cut off, and half a number is another number.
   *
   * @return empty when this kernel has none, or it cannot be read or is cut off, which is told
   */
  public Optional<String> line(String name) {
    Optional<String> text = text(name);
    if (text.isPresent() && !text.get().endsWith("\n")) {
      gaps.add(name + " is cut off, since it does not end with a line feed: it was left out");
      return Optional.empty();
    }
    return text.map(String::strip);
  }

  /** A short file's text. */
  public Optional<String> text(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    try (InputStream in = open(name)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        gaps.add(name + " is far longer than the kernel prints it, and was left out");
        return Optional.empty();
      }
      return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      gaps.add("cannot read " + name + ": " + reason(e));
      return Optional.empty();
    }
  }

  /** Why something could not be read, in few words. */
  static String reason(IOException e) {
    return e instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }
}
