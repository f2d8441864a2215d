// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The ephemeral ports: the range from which the kernel takes the local port of an outgoing
 * connection ({@code ip_local_port_range}), and the ports excluded from it ({@code
 * ip_local_reserved_ports}).
 */
public final class PortRange {
  /** One more than the greatest port. */
  public static final int PORTS = 1 << 16;

  /** The widest range to propose; the ports below belong to well-known services. */
  private static final int WIDE_LOW = 1024;

  private static final int WIDE_HIGH = 65535;

  private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,5})\\s+(\\d{1,5})\\s*");
  private static final Pattern PART = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  private final int low;
  private final int high;
  private final BitSet reserved;

  private PortRange(int low, int high, BitSet reserved) {
    this.low = low;
    this.high = high;
    this.reserved = reserved;
  }

  /** Returns the default range of Linux: 28,232 ports. */
  public static PortRange usual() {
    return new PortRange(32768, 60999, new BitSet());
  }

  /**
   * Parses both sysctls; returns empty if one is invalid.
   *
   * @param reserved such as {@code 8080,9000-9100}; may be empty
   */
  static Optional<PortRange> parse(String range, String reserved) {
    Matcher match = RANGE.matcher(range);
    if (!match.matches()) {
      return Optional.empty();
    }
    int low = Integer.parseInt(match.group(1));
    int high = Integer.parseInt(match.group(2));
    return low > high || high >= PORTS
        ? Optional.empty()
        : ports(reserved.strip()).map(ports -> new PortRange(low, high, ports));
  }

  private static Optional<BitSet> ports(String list) {
    BitSet ports = new BitSet();
    for (String part : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      Matcher match = PART.matcher(part.strip());
      if (!match.matches()) {
        return Optional.empty();
      }
      int first = Integer.parseInt(match.group(1));
      int last = match.group(2) == null ? first : Integer.parseInt(match.group(2));
      if (first > last || last >= PORTS) {
        return Optional.empty();
      }
      ports.set(first, last + 1);
    }
    return Optional.of(ports);
  }

  /** Returns whether a port is in the range, reserved or not. */
  public boolean holds(int port) {
    return port >= low && port <= high;
  }

  /**
   * Returns how many ports a connection to one destination can use: {@code __inet_hash_connect()}
   * skips reserved ports and ports that a program has bound, such as a listener's.
   */
  public int capacity(BitSet listening) {
    BitSet ports = new BitSet();
    ports.set(low, high + 1);
    ports.andNot(reserved);
    ports.andNot(listening);
    return ports.cardinality();
  }

  /** Returns the widest range with the same reserved ports. */
  public PortRange widest() {
    return new PortRange(Math.min(low, WIDE_LOW), WIDE_HIGH, reserved);
  }

  /** Returns whether the range has fewer ports than the default one. */
  public boolean isNarrowed() {
    PortRange usual = usual();
    return high - low < usual.high - usual.low;
  }

  /** Returns how many ports of the range are reserved. */
  int reservedInside() {
    return reserved.get(low, high + 1).cardinality();
  }

  /**
   * Returns the value of {@code ip_local_reserved_ports} that protects services from a wider range:
   * the present one, and the ports with a listener.
   */
  public String reservedWith(BitSet listening) {
    BitSet ports = (BitSet) listening.clone();
    ports.clear(0, WIDE_LOW);
    ports.or(reserved);
    return ports.stream()
        .filter(port -> port == 0 || !ports.get(port - 1))
        .mapToObj(first -> part(first, ports.nextClearBit(first) - 1))
        .collect(Collectors.joining(","));
  }

  /** Returns the present value of {@code ip_local_reserved_ports}; may be empty. */
  public String reserved() {
    return reservedWith(new BitSet());
  }

  private static String part(int first, int last) {
    return first == last ? String.valueOf(first) : first + "-" + last;
  }

  @Override
  public String toString() {
    return low + " " + high;
  }
}
