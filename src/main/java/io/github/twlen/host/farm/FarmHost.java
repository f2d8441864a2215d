// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.farm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host that compiles for others, and whether it is there.
 *
 * @param name as the user or the launcher wrote it
 * @param state what was found out
 * @param detail what was tried, or why nothing was
 */
public record FarmHost(String name, State state, String detail) {
  /** What is known of a host. */
  public enum State {
    /** It took a connection. */
    ANSWERS("answers"),
    /** It refused, or was silent for two seconds. */
    SILENT("does not answer"),
    /** Nothing was sent to it, so that nothing is known. */
    NOT_TRIED("not tried");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** For a person. */
    public String words() {
      return words;
    }
  }

  private static final int PATIENCE_MILLIS = 2_000;
  private static final int DISTCC_PORT = 3632;

  /** Both orders of port and limit, as distcc(1) has them: {@code host:4200/8,lzo}. */
  private static final Pattern DISTCC =
      Pattern.compile(
          "(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:/,@]+)(?:/\\d+)?(?::(\\d{1,5}))?(?:/\\d+)?(?:,.*)?");

  /** Tries one word of distcc's list that is a host. */
  static FarmHost ofDistcc(String word) {
    if (word.matches("localhost(/\\d+)?")) {
      return new FarmHost(word, State.ANSWERS, "this host itself, without a daemon");
    }
    if (word.startsWith("+")) {
      return new FarmHost(word, State.NOT_TRIED, "hosts that distcc finds by itself");
    }
    if (word.replaceFirst(",.*", "").contains("@")) {
      return new FarmHost(word, State.NOT_TRIED, "over ssh");
    }
    Matcher matcher = DISTCC.matcher(word);
    if (!matcher.matches()) {
      return new FarmHost(word, State.SILENT, "this is no host as distcc writes them");
    }
    int port = matcher.group(2) == null ? DISTCC_PORT : Integer.parseInt(matcher.group(2));
    return connect(word, matcher.group(1).replaceAll("[\\[\\]]", ""), port);
  }

  /** Tries to connect, and says nothing. */
  static FarmHost connect(String name, String host, int port) {
    String where = host + ", port " + port;
    if (port < 1 || port > 65_535) {
      return new FarmHost(name, State.SILENT, where + ": there is no such port");
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
