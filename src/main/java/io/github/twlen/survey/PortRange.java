// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports from which the kernel chooses the local one of a connection that goes out ({@code
 * ip_local_port_range}), and those of them that it leaves out ({@code ip_local_reserved_ports}).
 */
public final class PortRange {
  /** What Linux has without a setting: 28,232 ports. */
  static final int USUAL_LOW = 32768;

  static final int USUAL_HIGH = 60999;

  /** The widest that is proposed: below are the ports of well-known services. */
  static final int WIDE_LOW = 1024;

  static final int WIDE_HIGH = 65535;

  /** One more than the greatest port. */
  public static final int PORTS = 1 << 16;

  private static final Pattern WRITTEN = Pattern.compile("\\s*(\\d{1,5})\\s+(\\d{1,5})\\s*");
  private static final Pattern PART = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  private final int low;
  private final int high;
  private final BitSet reserved;

  PortRange(int low, int high, BitSet reserved) {
    this.low = low;
    this.high = high;
    this.reserved = reserved;
  }

  /** What a kernel has that nobody set otherwise. */
  public static PortRange usual() {
    return new PortRange(USUAL_LOW, USUAL_HIGH, new BitSet());
  }

  /**
   * Reads both settings as {@code /proc} shows them.
   *
   * @param reserved such as {@code 8080,9000-9100}; may be empty
   * @return empty when they are no such settings
   */
  static Optional<PortRange> parse(String range, String reserved) {
    Matcher written = WRITTEN.matcher(range);
    if (!written.matches()) {
      return Optional.empty();
    }
    int low = Integer.parseInt(written.group(1));
    int high = Integer.parseInt(written.group(2));
    Optional<BitSet> without = ports(reserved.strip());
    return low > high || high >= PORTS
        ? Optional.empty()
        : without.map(ports -> new PortRange(low, high, ports));
  }

  private static Optional<BitSet> ports(String list) {
    BitSet ports = new BitSet();
    for (String part : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      Matcher written = PART.matcher(part.strip());
      if (!written.matches()) {
        return Optional.empty();
      }
      int first = Integer.parseInt(written.group(1));
      int last = written.group(2) == null ? first : Integer.parseInt(written.group(2));
      if (first > last || last >= PORTS) {
        return Optional.empty();
      }
      ports.set(first, last + 1);
    }
    return Optional.of(ports);
  }

  int low() {
    return low;
  }

  int high() {
    return high;
  }

  public boolean holds(int port) {
    return port >= low && port <= high;
  }

  /**
   * How many ports a connection to one destination can have: {@code __inet_hash_connect()} leaves
   * out those that are reserved, and those that a program has bound, a listener for instance.
   */
  public int capacity(BitSet listening) {
    BitSet ports = new BitSet();
    ports.set(low, high + 1);
    ports.andNot(reserved);
    ports.andNot(listening);
    return ports.cardinality();
  }

  /** The widest range with the same ports left out. */
  public PortRange widest() {
    return new PortRange(Math.min(low, WIDE_LOW), WIDE_HIGH, reserved);
  }

  /** How many ports it spans. */
  public int span() {
    return high - low + 1;
  }

  /** How many ports of the range are left out. */
  int reservedInside() {
    return reserved.get(low, high + 1).cardinality();
  }

  /**
   * What {@code ip_local_reserved_ports} must be, so that a wider range takes no port from a
   * service: those that it has, and those that are listened on.
   */
  public String reservedWith(BitSet listening) {
    BitSet ports = (BitSet) listening.clone();
    ports.clear(0, WIDE_LOW);
    ports.or(reserved);
    List<String> parts = new ArrayList<>();
    for (int first = ports.nextSetBit(0); first >= 0; ) {
      int last = ports.nextClearBit(first) - 1;
      parts.add(first == last ? String.valueOf(first) : first + "-" + last);
      first = ports.nextSetBit(last + 1);
    }
    return String.join(",", parts);
  }

  @Override
  public String toString() {
    return low + " " + high;
  }
}
