// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.explain;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The address and the port that a log line names, for the commands to look with.
 *
 * @param host {@code ADDRESS} if the line has none
 * @param port {@code PORT} if the line has none
 */
record Destination(String host, String port) {
  private static final String HOST = "(?<host>\\[[0-9a-fA-F:.]{2,45}]|[0-9A-Za-z][\\w.-]{0,63})?";

  /** The ways in which programs name an endpoint, the clearest first. */
  private static final List<Pattern> PLACES =
      Stream.of(
              // Go: dial tcp 10.0.0.1:0->10.0.0.9:80: connect; listen tcp :8080: bind
              "(?:dial|listen) (?:tcp|udp)[46]? (?:\\S+->)?HOST:(?<port>\\d{1,5})",
              // nginx and C: connect() to 10.0.0.9:80 failed, bind() to 0.0.0.0:80
              "\\b(?:to|for|address|socket|on) HOST:(?<port>\\d{1,5})\\b",
              "(?:tcp|https?)://HOST:(?<port>\\d{1,5})\\b",
              "\\bE[A-Z]{5,14}:? (?:[a-z ]+)?HOST:(?<port>\\d{1,5})\\b",
              "host='HOST', port=(?<port>\\d{1,5})",
              "HOST\"? port (?<port>\\d{1,5})\\b",
              "\\(HOST[:,] ?(?<port>\\d{1,5})\\)",
              "\\[HOST:(?<port>\\d{1,5})\\]",
              ":::(?<port>\\d{1,5})\\b",
              "\\b[Pp]ort[ :=]+(?<port>\\d{1,5})\\b")
          .map(regex -> Pattern.compile(regex.replace("HOST", HOST)))
          .toList();

  /** Finds the endpoint in a line: by the groups of its spelling, else by the usual notations. */
  static Destination in(String line, Matcher spelling) {
    String host = group(spelling, "host");
    String port = group(spelling, "port");
    if (host == null && port == null) {
      for (Pattern place : PLACES) {
        Matcher found = place.matcher(line);
        if (found.find() && Integer.parseInt(found.group("port")) < 1 << 16) {
          host = group(found, "host");
          port = found.group("port");
          break;
        }
      }
    }
    return new Destination(host == null ? "ADDRESS" : host, port == null ? "PORT" : port);
  }

  private static @Nullable String group(Matcher found, String name) {
    if (!found.pattern().pattern().contains("(?<" + name + ">")) {
      return null;
    }
    return found.group(name);
  }

  /** Fills the placeholders of a command. */
  String fill(String command) {
    return command.replace("{host}", host).replace("{port}", port);
  }
}
