// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.Digits;
import io.github.twlen.survey.netfilter.Conntrack;
import io.github.twlen.survey.netfilter.ConntrackState;
import io.github.twlen.survey.netfilter.ConntrackTimeout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the entries of the connection table by state. A copy has only these counts, not the
 * addresses. A line begins with {@code ipv4 2 tcp 6 431999 ESTABLISHED src=...}; that of {@code
 * ip_conntrack}, in RHEL 5, has no family.
 */
final class ConntrackReader {
  private static final String TABLE = "net/nf_conntrack";
  private static final String OLD_TABLE = "net/ip_conntrack";
  private static final String COUNTERS = "net/stat/nf_conntrack";

  /** States and protocols to count; a corrupt table may have more. */
  private static final int MOST = 64;

  private static final Pattern SPACES = Pattern.compile(" +");
  private static final Pattern STATE = Pattern.compile("[A-Z0-9_]{1,20}");

  private static final Pattern SAVED =
      Pattern.compile("([A-Z0-9_]{1,20}) (\\d{1,15}) (\\d{1,15}) (\\d{1,15})");

  private final Conntrack conntrack;
  private final Set<Address> local;
  private final Map<String, long[]> counts = new TreeMap<>();

  private ConntrackReader(Conntrack conntrack, Set<Address> local) {
    this.conntrack = conntrack;
    this.local = local;
  }

  /**
   * Reads the table's numbers; the entries only if the table is at least half full.
   *
   * @param live the files of the host, which has the entries; the copy's own if there is no other
   * @param local the addresses of this host
   */
  static @Nullable Conntrack read(ProcFiles files, ProcFiles live, Set<Address> local) {
    Conntrack conntrack = Conntrack.read(files, dropped(files));
    if (conntrack == null || !conntrack.needsStates()) {
      return conntrack;
    }
    ConntrackReader reader = new ConntrackReader(conntrack, local);
    boolean known =
        reader.lines(files, ProcFiles.CONNTRACK_STATES, reader::saved)
            || reader.lines(live, TABLE, reader::entry)
            || reader.lines(live, OLD_TABLE, reader::entry);
    return known ? conntrack.with(reader.states()) : conntrack;
  }

  /** Returns the lines that a copy keeps. */
  static String text(@Nullable Conntrack conntrack) {
    List<ConntrackState> states = conntrack == null ? null : conntrack.states();
    return states == null
        ? ""
        : states.stream()
            .map(s -> s.state() + " " + s.entries() + " " + s.forwarded() + " " + s.old() + "\n")
            .collect(Collectors.joining());
  }

  /**
   * Sums the drops of all processors: a line of names, then one of hexadecimal numbers for each.
   */
  private static @Nullable Long dropped(ProcFiles files) {
    List<String> lines = files.text(COUNTERS).orElse("").lines().toList();
    if (lines.size() < 2) {
      return null;
    }
    int column = List.of(lines.get(0).strip().split("\\s+", -1)).indexOf("drop");
    long sum = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] numbers = line.strip().split("\\s+", -1);
      if (column < 0 || numbers.length <= column || !numbers[column].matches("[0-9a-f]{1,8}")) {
        return null;
      }
      sum += Long.parseLong(numbers[column], 16);
    }
    return sum;
  }

  private interface Line {
    void of(String text);
  }

  private boolean lines(ProcFiles files, String name, Line handler) {
    if (!files.has(name)) {
      return false;
    }
    try (InputStream in = files.open(name)) {
      LineSplitter.read(
          in,
          (bytes, from, to, whole) ->
              handler.of(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)));
      return !counts.isEmpty();
    } catch (IOException e) {
      files.unreadable(name, e);
      return false;
    }
  }

  private void saved(String text) {
    Matcher line = SAVED.matcher(text);
    if (line.matches() && counts.size() < MOST) {
      counts.put(
          line.group(1),
          new long[] {
            Long.parseLong(line.group(2)),
            Long.parseLong(line.group(3)),
            Long.parseLong(line.group(4))
          });
    }
  }

  private void entry(String line) {
    int source = line.indexOf(" src=");
    int reply = line.indexOf(" src=", source + 1);
    if (source < 0 || reply < 0) {
      return;
    }
    String[] head = SPACES.split(line.substring(0, source).strip(), -1);
    int first = head[0].startsWith("ipv") ? 2 : 0;
    if (head.length < first + 3) {
      return;
    }
    boolean tcp = head[first].equals("tcp") && head.length > first + 3;
    String state = tcp ? head[first + 3] : head[first].toUpperCase(Locale.ROOT);
    long[] count = counts.get(state);
    if (count == null) {
      if (counts.size() >= MOST || !STATE.matcher(state).matches()) {
        return;
      }
      count = new long[3];
      counts.put(state, count);
    }
    count[0]++;
    count[1] += isLocal(line, source) || isLocal(line, reply) ? 0 : 1;
    count[2] += tcp && isOld(state, head[first + 2]) ? 1 : 0;
  }

  private boolean isLocal(String line, int source) {
    int begin = source + " src=".length();
    int end = line.indexOf(' ', begin);
    Address address = address(line.substring(begin, end < 0 ? line.length() : end));
    return address != null && (address.isLoopback() || local.contains(address));
  }

  /** Reads four decimal numbers, or eight groups of hexadecimal digits; null for other text. */
  private static @Nullable Address address(String text) {
    boolean v6 = text.indexOf(':') >= 0;
    String[] parts = text.split(v6 ? ":" : "[.]", -1);
    if (parts.length != (v6 ? 8 : 4)) {
      return null;
    }
    long high = 0;
    long low = 0;
    try {
      for (String part : parts) {
        high = v6 ? high << 16 | low >>> 48 : 0;
        low = low << (v6 ? 16 : 8) | Integer.parseInt(part, v6 ? 16 : 10);
      }
    } catch (NumberFormatException e) {
      return null;
    }
    return v6 ? new Address(high, low) : Address.v4((int) low);
  }

  private boolean isOld(String state, String left) {
    for (ConntrackTimeout timeout : ConntrackTimeout.values()) {
      if (timeout.name().equals(state)) {
        long age = conntrack.seconds(timeout) - Digits.number(left).orElse(Long.MAX_VALUE);
        return age > timeout.shorter();
      }
    }
    return false;
  }

  private List<ConntrackState> states() {
    List<ConntrackState> states = new ArrayList<>();
    counts.forEach((state, n) -> states.add(new ConntrackState(state, n[0], n[1], n[2])));
    states.sort(Comparator.comparingLong(ConntrackState::entries).reversed());
    return states;
  }
}
