// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exceptions of {@code no_proxy}: names with their subdomains, addresses of either family with
 * brackets or without, networks such as {@code 10.0.0.0/8}, each with an optional port, and {@code
 * *} for everything.
 */
final class NoProxy {
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:]*:[0-9a-f:.]*");

  /** A host, or an address in brackets; then the prefix of a network, or a port. */
  private static final Pattern ENTRY =
      Pattern.compile("\\[?([^\\[\\]/]*?)\\]?(?:/(\\d{1,3}))?\\]?(?::(\\d{1,5}))?");

  /** Two colons or more; with one it is a name or an IPv4 address and its port. */
  private static final Pattern BARE_IPV6 =
      Pattern.compile("([0-9a-f.]*+:[0-9a-f.]*+:[0-9a-f:.]*+)(/\\d{1,3})?");

  /** Longer than any name or address with brackets, prefix and port. */
  private static final int LONGEST = 300;

  /** The bits before the IPv4 address in an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2). */
  private static final int BITS_BEFORE_IPV4 = 96;

  private final String entries;

  NoProxy(String entries) {
    this.entries = entries.toLowerCase(Locale.ROOT);
  }

  boolean exempts(URI url) {
    String host = plain(String.valueOf(url.getHost()).toLowerCase(Locale.ROOT));
    int port = port(url);
    for (String one : entries.split("[,\\s]+")) {
      if (one.equals("*") || (isEntry(one) && exempts(one, host, port))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEntry(String one) {
    return !one.isEmpty() && one.length() <= LONGEST;
  }

  private static boolean exempts(String entry, String host, int port) {
    Matcher parts = ENTRY.matcher(entry);
    // Without brackets an IPv6 address has no port.
    Matcher bare = BARE_IPV6.matcher(entry);
    if (bare.matches()) {
      return matches(
          bare.group(1), Optional.ofNullable(bare.group(2)).map(b -> b.substring(1)), host);
    }
    return parts.matches()
        && (parts.group(3) == null || Integer.parseInt(parts.group(3)) == port)
        && matches(parts.group(1), Optional.ofNullable(parts.group(2)), host);
  }

  private static boolean matches(String written, Optional<String> bits, String host) {
    Optional<byte[]> there = bytes(host);
    Optional<byte[]> meant = bytes(written);
    if (meant.isPresent()) {
      int whole = meant.get().length * Byte.SIZE;
      // Java converts an IPv4-mapped IPv6 address to IPv4.
      boolean mapped = whole <= BITS_BEFORE_IPV4 && written.indexOf(':') >= 0;
      int same =
          bits.map(Integer::parseInt).map(n -> mapped ? n - BITS_BEFORE_IPV4 : n).orElse(whole);
      return there.isPresent() && sameNetwork(meant.get(), there.get(), same);
    }
    String name = plain(written.replaceFirst("^\\*?\\.", ""));
    return bits.isEmpty()
        && !name.isEmpty()
        && (host.equals(name) || (there.isEmpty() && host.endsWith("." + name)));
  }

  private static boolean sameNetwork(byte[] meant, byte[] there, int same) {
    if (meant.length != there.length || same < 0 || same > meant.length * Byte.SIZE) {
      return false;
    }
    int bytes = same / Byte.SIZE;
    int rest = Byte.SIZE - same % Byte.SIZE;
    return Arrays.equals(meant, 0, bytes, there, 0, bytes)
        && (rest == Byte.SIZE || (meant[bytes] & 0xff) >> rest == (there[bytes] & 0xff) >> rest);
  }

  /** Returns the bytes of an address; empty for a name, which is never resolved. */
  private static Optional<byte[]> bytes(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Removes brackets, the zone of an address, and the final dot of a name. */
  private static String plain(String host) {
    return host.replaceAll("^\\[|\\]$|%.*$|\\.$", "").replaceFirst("%.*$", "");
  }

  private static int port(URI url) {
    return url.getPort() >= 0
        ? url.getPort()
        : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }
}
