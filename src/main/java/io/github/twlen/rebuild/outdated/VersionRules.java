// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The rules by which package managers compare {@code [EPOCH:]VERSION[-RELEASE]}: rpm's (rpm 4.18:
 * rpmio/rpmvercmp.c) and dpkg's (deb-version(7)). They are here since the packages may be of
 * another distribution than this host.
 */
public enum VersionRules implements Comparator<String> {
  /** Letters and digits in turn; other characters only separate, except a tilde and a caret. */
  RPM {
    @Override
    int part(String one, String other) {
      int i = 0;
      int j = 0;
      while (i < one.length() || j < other.length()) {
        i = skip(one, i, c -> !isAlnum(c) && c != '~' && c != '^');
        j = skip(other, j, c -> !isAlnum(c) && c != '~' && c != '^');
        char a = at(one, i);
        char b = at(other, j);
        if (a == '~' || b == '~') {
          if (a != b) {
            return a == '~' ? -1 : 1;
          }
          i++;
          j++;
        } else if (a == '^' || b == '^') {
          if (a != b) {
            // A caret is newer than the end, and older than anything else.
            return a == '^' ? (b == 0 ? 1 : -1) : (a == 0 ? -1 : 1);
          }
          i++;
          j++;
        } else if (a == 0 || b == 0) {
          return Integer.compare(a, b);
        } else {
          boolean digits = isDigit(a);
          if (digits != isDigit(b)) {
            return digits ? 1 : -1;
          }
          int endOne = skip(one, i, c -> digits ? isDigit(c) : isLetter(c));
          int endOther = skip(other, j, c -> digits ? isDigit(c) : isLetter(c));
          String left = one.substring(i, endOne);
          String right = other.substring(j, endOther);
          int order = digits ? numbers(left, right) : left.compareTo(right);
          if (order != 0) {
            return order;
          }
          i = endOne;
          j = endOther;
        }
      }
      return 0;
    }
  },

  /** Other characters and digits in turn; a tilde is before the end, letters before the rest. */
  DPKG {
    @Override
    int part(String one, String other) {
      int i = 0;
      int j = 0;
      while (i < one.length() || j < other.length()) {
        while ((i < one.length() && !isDigit(at(one, i)))
            || (j < other.length() && !isDigit(at(other, j)))) {
          int order = Integer.compare(weight(at(one, i)), weight(at(other, j)));
          if (order != 0) {
            return order;
          }
          i++;
          j++;
        }
        int endOne = skip(one, i, VersionRules::isDigit);
        int endOther = skip(other, j, VersionRules::isDigit);
        int order = numbers(substring(one, i, endOne), substring(other, j, endOther));
        if (order != 0) {
          return order;
        }
        i = endOne;
        j = endOther;
      }
      return 0;
    }
  };

  private static final Pattern ZEROS = Pattern.compile("^0+");

  /** Compares two parts that have neither epoch nor release. */
  abstract int part(String one, String other);

  @Override
  public int compare(String one, String other) {
    int order = numbers(epoch(one), epoch(other));
    order = order != 0 ? order : part(upstream(one), upstream(other));
    return order != 0 ? order : part(revision(one), revision(other));
  }

  private static String epoch(String version) {
    return version.contains(":") ? version.substring(0, version.indexOf(':')) : "";
  }

  /** Returns a version without its epoch and its release: {@code 6.1.192} of 6.1.192-3. */
  static String upstream(String version) {
    String rest = version.substring(version.indexOf(':') + 1);
    return rest.contains("-") ? rest.substring(0, rest.lastIndexOf('-')) : rest;
  }

  /** Returns the release of a version; empty when there is none. */
  static String revision(String version) {
    return version.contains("-") ? version.substring(version.lastIndexOf('-') + 1) : "";
  }

  private interface Kind {
    boolean has(char c);
  }

  private static int skip(String text, int from, Kind kind) {
    int at = Math.min(from, text.length());
    while (at < text.length() && kind.has(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static String substring(String text, int from, int to) {
    return from < to ? text.substring(from, to) : "";
  }

  /** Compares numbers of any length. */
  private static int numbers(String one, String other) {
    String left = ZEROS.matcher(one).replaceFirst("");
    String right = ZEROS.matcher(other).replaceFirst("");
    return left.length() != right.length()
        ? Integer.compare(left.length(), right.length())
        : left.compareTo(right);
  }

  /** Returns a character; 0 at the end. */
  private static char at(String text, int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }

  private static int weight(char c) {
    if (c == '~') {
      return -1;
    }
    return c == 0 || isDigit(c) ? 0 : isLetter(c) ? c : c + 256;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isAlnum(char c) {
    return isDigit(c) || isLetter(c);
  }
}
