// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;

/** Words the reason why no server answered, for downloads and for git. */
public final class ConnectionFault {
  /** The fix when no server answered. */
  public static final String FIX = "check the network and the proxy settings";

  private ConnectionFault() {}

  /** Returns the reason; empty when the exception has another cause than a missing connection. */
  public static Optional<String> reason(Throwable failure) {
    boolean refused = false;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException) {
        return Optional.of("no connection: unknown host");
      }
      if (at instanceof NoRouteToHostException) {
        return Optional.of("no connection: no route to the host");
      }
      if (at instanceof SocketTimeoutException) {
        return Optional.of("no response: timed out");
      }
      refused |= at instanceof ConnectException;
    }
    return refused ? Optional.of("no connection: " + refusal(failure)) : Optional.empty();
  }

  /** The kernel's timeout of a connection is a ConnectException too. */
  private static String refusal(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      if (at instanceof ConnectException && message.contains("timed out")) {
        return "timed out";
      }
    }
    return "connection refused";
  }
}
