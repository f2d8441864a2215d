// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.TimewaitLength;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A copy of the files of /proc, in the kernel's format. */
public final class SampleHost {
  /** States, by their numbers in the tables. */
  public static final int ESTABLISHED = 1;

  public static final int FIN_WAIT2 = 5;
  static final int TIME_WAIT = 6;
  public static final int CLOSE_WAIT = 8;
  static final int LISTEN = 10;

  private static final String HEAD_V4 =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode";
  private static final String HEAD_V6 =
      "  sl  local_address                         remote_address                        st"
          + " tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

  private final List<String> v4 = new ArrayList<>();
  private final List<String> v6 = new ArrayList<>();
  private final Map<String, String> files = new TreeMap<>();
  private final Map<String, Long> counters = new TreeMap<>();

  public SampleHost() {
    setting("ip_local_port_range", "32768\t60999");
    setting("ip_local_reserved_ports", "");
    setting("tcp_fin_timeout", "60");
    setting("tcp_tw_reuse", "2");
    setting("tcp_max_tw_buckets", "65536");
    setting("tcp_timestamps", "1");
    setting("tcp_keepalive_time", "7200");
    setting("tcp_keepalive_probes", "9");
    setting("tcp_keepalive_intvl", "75");
    files.put("sys/net/core/somaxconn", "128\n");
    files.put("sys/kernel/osrelease", "3.10.0-1160.el7.x86_64\n");
    files.put("sys/kernel/hostname", "web1\n");
    counter("TW", 0).counter("TWKilled", 0).counter("TWRecycled", 0);
    counter("TCPTimeWaitOverflow", 0).counter("ListenOverflows", 0).counter("ListenDrops", 0);
    files.put("net/snmp", "Tcp: ActiveOpens PassiveOpens CurrEstab\nTcp: 100 100000 5\n");
  }

  /** Sets a sysctl of TCP. */
  public SampleHost setting(String name, String value) {
    files.put("sys/net/ipv4/" + name, value + "\n");
    return this;
  }

  /** Returns only the sysctls that control reuse. */
  public static TcpSettings reuse(long reuse, long timestamps) {
    return new TcpSettings(
        null,
        null,
        null,
        reuse,
        null,
        null,
        null,
        null,
        timestamps,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Sets a file, by its name below {@code /proc}. */
  public SampleHost file(String name, String text) {
    files.put(name, text);
    return this;
  }

  public SampleHost counter(String name, long value) {
    counters.put(name, value);
    return this;
  }

  /** Adds a listener of both families. */
  public SampleHost listener(int port) {
    v6.add(row(v6.size(), "0".repeat(32), port, "0".repeat(32), 0, LISTEN, 0, 0, 1000 + port, 0));
    return this;
  }

  /** Adds an IPv4 listener. */
  public SampleHost listener4(int port, int queued) {
    v4.add(
        row(v4.size(), hex("0.0.0.0"), port, hex("0.0.0.0"), 0, LISTEN, 0, 0, 1000 + port, queued));
    return this;
  }

  /** Adds an IPv4 TIME_WAIT socket. */
  public SampleHost timeWait(String local, int port, String remote, int remotePort, double left) {
    v4.add(row(v4.size(), hex(local), port, hex(remote), remotePort, TIME_WAIT, 3, left, 0, 0));
    return this;
  }

  /** Adds another IPv4 socket. */
  public SampleHost socket(
      String local, int port, String remote, int remotePort, int state, long inode) {
    v4.add(row(v4.size(), hex(local), port, hex(remote), remotePort, state, 0, 0, inode, 0));
    return this;
  }

  /** Adds a TIME_WAIT socket of an IPv6 socket that used IPv4. */
  SampleHost mapped(String local, int port, String remote, int remotePort, double left) {
    String prefix = "0000000000000000FFFF0000";
    v6.add(
        row(
            v6.size(),
            prefix + hex(local),
            port,
            prefix + hex(remote),
            remotePort,
            TIME_WAIT,
            3,
            left,
            0,
            0));
    return this;
  }

  /** Adds an IPv6 TIME_WAIT socket. */
  public SampleHost timeWait6(String local, int port, String remote, int remotePort, double left) {
    v6.add(row(v6.size(), hex6(local), port, hex6(remote), remotePort, TIME_WAIT, 3, left, 0, 0));
    return this;
  }

  /** Adds TIME_WAIT sockets on subsequent ports, evenly spread over a length. */
  public SampleHost timeWaits(
      int number, String local, int firstPort, String remote, int port, double most) {
    for (int i = 0; i < number; i++) {
      timeWait(local, firstPort + i, remote, port, most * (i + 1) / number);
    }
    return this;
  }

  /** Surveys a copy, with 15 s as the length of a rebuilt kernel. */
  static Survey survey(Path directory, Path cache) {
    return survey(directory, cache, Locale.ROOT);
  }

  static Survey survey(Path directory, Path cache, Locale locale) {
    return new SurveyRunner(
            new SurveyRunner.Copy(directory),
            Optional.empty(),
            new TimewaitLength(15),
            TestRun.in(cache),
            locale)
        .call();
  }

  /** Writes the copy into a directory. */
  public Path write(Path folder) {
    try {
      Map<String, String> all = new TreeMap<>(files);
      all.putIfAbsent("net/tcp", table(HEAD_V4, v4, 149));
      all.putIfAbsent("net/tcp6", table(HEAD_V6, v6, 0));
      long waiting = v4.stream().filter(row -> row.contains(" 06 ")).count();
      waiting += v6.stream().filter(row -> row.contains(" 06 ")).count();
      all.putIfAbsent(
          "net/sockstat",
          "sockets: used 20\nTCP: inuse 2 orphan 0 tw " + waiting + " alloc 2 mem 0\n");
      all.putIfAbsent(
          "net/netstat",
          "TcpExt: "
              + String.join(" ", counters.keySet())
              + "\nTcpExt: "
              + String.join(" ", counters.values().stream().map(String::valueOf).toList())
              + "\nIpExt: InNoRoutes\nIpExt: 0\n");
      for (Map.Entry<String, String> file : all.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue(), StandardCharsets.ISO_8859_1);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The kernel pads each IPv4 row with spaces. */
  private static String table(String head, List<String> rows, int width) {
    StringBuilder text = new StringBuilder();
    List<String> all = new ArrayList<>(List.of(head));
    all.addAll(rows);
    for (String line : all) {
      text.append(line).append(" ".repeat(Math.max(0, width - line.length()))).append('\n');
    }
    return text.toString();
  }

  /**
   * @param local in hexadecimal
   * @param remote in hexadecimal
   */
  private static String row(
      int number,
      String local,
      int port,
      String remote,
      int remotePort,
      int state,
      int timer,
      double left,
      long inode,
      int queued) {
    // String.format would take most of the time of a test with thousands of rows.
    String digits = String.valueOf(number);
    return " ".repeat(Math.max(0, 4 - digits.length()))
        + digits
        + (": " + local + ":" + hex(port, 4) + " " + remote + ":" + hex(remotePort, 4))
        + (" " + hex(state, 2) + " 00000000:" + hex(queued, 8))
        + (" " + hex(timer, 2) + ":" + hex((long) (left * 100), 8))
        + (" 00000000     0        0 " + inode + " 1 0000000000000000")
        + (timer == 3 ? "" : " 20 4 30 10 -1");
  }

  private static String hex(long value, int digits) {
    String hex = Long.toHexString(value).toUpperCase(Locale.ROOT);
    return "0".repeat(Math.max(0, digits - hex.length())) + hex;
  }

  /** The kernel prints four words in its own byte order. */
  private static String hex6(String address) {
    byte[] bytes;
    try {
      bytes = InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      hex.append(hex(bytes[i / 4 * 4 + 3 - i % 4] & 0xff, 2));
    }
    return hex.toString();
  }

  private static String hex(String address) {
    String[] parts = address.split("\\.", -1);
    StringBuilder hex = new StringBuilder();
    for (int i = 3; i >= 0; i--) {
      hex.append(hex(Integer.parseInt(parts[i]), 2));
    }
    return hex.toString();
  }
}
