// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.farm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host of a compiler farm.
 *
 * @param name as the user or the launcher wrote it
 */
public record FarmHost(String name, State state, String detail) {
  /** Result of the attempt. */
  public enum State {
    /** It accepted a connection. */
    ANSWERS("answers"),
    /** It refused the connection, or did not answer within two seconds. */
    SILENT("does not answer"),
    NOT_TRIED("not tried");

    private final String words;

    State(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  private static final int PATIENCE_MILLIS = 2_000;
  private static final int DISTCC_PORT = 3632;

  /** A host of distcc(1), port and limit in both orders: {@code host:4200/8,lzo}. */
  private static final Pattern DISTCC =
      Pattern.compile(
          "(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:/,@]+)(?:/\\d+)?(?::(\\d{1,5}))?(?:/\\d+)?(?:,.*)?");

  /** Tries one host of distcc's list. */
  static FarmHost ofDistcc(String host) {
    if (host.matches("localhost(/\\d+)?")) {
      return new FarmHost(host, State.ANSWERS, "this host, without a daemon");
    }
    if (host.startsWith("+")) {
      return new FarmHost(host, State.NOT_TRIED, "hosts that distcc finds by zeroconf");
    }
    if (host.replaceFirst(",.*", "").contains("@")) {
      return new FarmHost(host, State.NOT_TRIED, "over ssh");
    }
    Matcher matcher = DISTCC.matcher(host);
    if (!matcher.matches()) {
      return new FarmHost(host, State.SILENT, "invalid host for distcc");
    }
    int port = matcher.group(2) == null ? DISTCC_PORT : Integer.parseInt(matcher.group(2));
    return connect(host, matcher.group(1).replaceAll("[\\[\\]]", ""), port);
  }

  /** Connects and sends nothing. */
  static FarmHost connect(String name, String host, int port) {
    String where = host + ", port " + port;
    if (port < 1 || port > 65_535) {
      return new FarmHost(name, State.SILENT, where + ": no such port");
    }
    try (Socket socket = new Socket()) {
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        return new FarmHost(name, State.SILENT, where + ": no such host");
      }
      socket.connect(address, PATIENCE_MILLIS);
      return new FarmHost(name, State.ANSWERS, where);
    } catch (IOException e) {
      return new FarmHost(name, State.SILENT, where + ": " + e.getMessage());
    }
  }
}
