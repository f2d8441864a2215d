// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import io.github.twlen.survey.proc.Address;

/**
 * An address and a port as tools print them, such as {@code 192.0.2.1:80}, {@code *:22}, {@code
 * :::80}, {@code [::ffff:192.0.2.1]:80}, {@code [fe80::1%eth0]:80} or {@code 127.0.0.53%lo:53}. A
 * zone is ignored. One object serves a whole table.
 */
final class Endpoint {
  private static final int GROUPS = 8;
  private static final int MOST_PORT = 65535;

  private byte[] bytes = {};
  private final int[] groups = new int[GROUPS];

  /** The address; valid after {@link #parse} returned true. */
  long high;

  long low;
  int port;

  /** Whether the text is an IPv6 address, also an IPv4-mapped one, valid or not. */
  boolean isV6;

  /** Whether it is an asterisk, which is any address of either family. */
  boolean isAny;

  Address address() {
    return new Address(high, low);
  }

  /** Returns whether it is {@code 0.0.0.0}. */
  boolean isZero() {
    return high == 0 && low == 0xFFFFL << 32;
  }

  /** Parses {@code text[from..to)}; returns false for names and truncated or malformed text. */
  boolean parse(byte[] text, int from, int to) {
    bytes = text;
    int colon = to - 1;
    while (colon > from && text[colon] != ':') {
      colon--;
    }
    isAny = colon == from + 1 && text[from] == '*';
    isV6 = indexOf(':', from, colon) < colon;
    if (colon <= from || !parsePort(colon + 1, to)) {
      return false;
    }
    int begin = text[from] == '[' ? from + 1 : from;
    int end = Math.min(indexOf('%', begin, colon), indexOf(']', begin, colon));
    high = 0;
    low = isV6 ? 0 : 0xFFFFL << 32;
    return isAny || (isV6 ? parseV6(begin, end) : parseV4(begin, end));
  }

  private int indexOf(char wanted, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  private boolean parsePort(int from, int to) {
    if (to == from + 1 && bytes[from] == '*') {
      port = 0;
      return true;
    }
    port = decimal(from, to, MOST_PORT);
    return port >= 0;
  }

  /** Parses a decimal number; negative if it is none, or too great. */
  private int decimal(int from, int to, int most) {
    if (from == to || to - from > 5) {
      return -1;
    }
    int value = 0;
    for (int at = from; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value > most ? -1 : value;
  }

  private boolean parseV4(int from, int to) {
    long address = dotted(from, to);
    low |= Math.max(0, address);
    return address >= 0;
  }

  /** Parses four decimal bytes with dots; negative if they are none. */
  private long dotted(int from, int to) {
    long address = 0;
    int at = from;
    for (int i = 0; i < 4; i++) {
      int dot = i < 3 ? indexOf('.', at, to) : to;
      int value = i < 3 && dot == to ? -1 : decimal(at, dot, 255);
      if (value < 0) {
        return -1;
      }
      address = address << 8 | value;
      at = dot + 1;
    }
    return address;
  }

  private boolean parseV6(int from, int to) {
    int count = 0;
    int gap = -1;
    int at = from;
    if (to - from >= 2 && bytes[from] == ':' && bytes[from + 1] == ':') {
      gap = 0;
      at += 2;
    }
    while (at < to && count < GROUPS) {
      int next = indexOf(':', at, to);
      if (next == to && indexOf('.', at, to) < to) {
        long mapped = dotted(at, to);
        if (mapped < 0 || count > GROUPS - 2) {
          return false;
        }
        groups[count++] = (int) (mapped >> 16);
        groups[count++] = (int) (mapped & 0xFFFF);
        at = to;
        break;
      }
      int group = hexadecimal(at, next);
      if (group < 0) {
        return false;
      }
      groups[count++] = group;
      at = next;
      if (at < to) {
        at++;
        if (at == to) {
          return false;
        }
        if (bytes[at] == ':') {
          if (gap >= 0) {
            return false;
          }
          gap = count;
          at++;
        }
      }
    }
    return at == to && (gap < 0 ? count == GROUPS : count < GROUPS) && store(count, gap);
  }

  private int hexadecimal(int from, int to) {
    if (from == to || to - from > 4) {
      return -1;
    }
    int value = 0;
    for (int at = from; at < to; at++) {
      int digit = Character.digit(bytes[at], 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** Stores groups; those after the gap belong to the end. */
  private boolean store(int count, int gap) {
    for (int i = 0; i < count; i++) {
      int place = gap >= 0 && i >= gap ? GROUPS - count + i : i;
      long bits = (long) groups[i] << (48 - 16 * (place % 4));
      if (place < 4) {
        high |= bits;
      } else {
        low |= bits;
      }
    }
    return true;
  }
}
