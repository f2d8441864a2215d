// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.TimewaitLength;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a use of the macros does, by file and by what stands on its line. Every use in the whole
 * trees of a 2.6.32 (el6), a 3.10 (el7), 6.1 and 6.12 has its entry.
 *
 * @param path the file, from the root of a tree
 * @param mark what the line holds
 * @param sentence what changes there
 */
record MacroEffect(String path, Pattern mark, String sentence) {
  private static final String UNKNOWN = "twlen does not know this use: read it before you build";

  private static final String CALENDAR =
      "the tick of the TIME_WAIT calendar is an eighth of the length (up to 4.0)";

  /** The first that fits counts. */
  private static final List<MacroEffect> TABLE =
      List.of(
          of(
              TimewaitLength.HEADER,
              "define\\s+TCP_FIN_TIMEOUT\\b.*TCP_TIMEWAIT_LEN",
              "the default of tcp_fin_timeout: the same macro with follow, its own value with"
                  + " keep"),
          of(
              TimewaitLength.HEADER,
              "define\\s+TCP_FIN_TIMEOUT\\b",
              "the default of tcp_fin_timeout: a value of its own, which stays"),
          of(TimewaitLength.HEADER, "TWKILL", CALENDAR),
          of("net/ipv4/tcp.c", "TCP_FIN_TIMEOUT\\b", "the default of tcp_fin_timeout (up to 4.5)"),
          of(
              "net/ipv4/tcp.c",
              "tmo",
              "a closed socket in FIN_WAIT2 is a full socket only for what its timeout exceeds the"
                  + " length by"),
          of(
              "net/ipv4/tcp_input.c",
              "tmo",
              "a closed socket in FIN_WAIT1, once its FIN is answered: a full socket only for what"
                  + " its timeout exceeds the length by"),
          of("net/ipv4/tcp_ipv4.c", "TCP_FIN_TIMEOUT\\b", "the default of tcp_fin_timeout"),
          of("net/ipv4/tcp_minisocks.c", "TWKILL", CALENDAR),
          of(
              "net/ipv4/tcp_minisocks.c",
              "timeo(?:ut)?\\s*=",
              "how long a new TIME_WAIT socket lives"),
          of(
              "net/ipv4/tcp_minisocks.c",
              "timeo\\s*,|^\\s*TCP_TIMEWAIT_LEN\\)",
              "the longest wait that the TIME_WAIT calendar takes (up to 4.0)"),
          of(
              "net/ipv4/tcp_minisocks.c",
              "",
              "the wait begins anew when the peer's FIN or a late segment arrives"),
          of(
              "net/ipv4/tcp_timer.c",
              "lsndtime",
              "short of memory, an orphan that sent within this time is ended with a reset"),
          of(
              "net/ipv4/tcp_timer.c",
              "tmo",
              "an orphan in FIN_WAIT2 becomes a mini socket after its timeout less the length"),
          of(
              "net/mptcp/protocol.c",
              "set_close_tout",
              "nothing: it only makes the wait of a closing MPTCP socket end at once"),
          of("net/mptcp/protocol.c", "", "how long a closing MPTCP socket waits for its subflows"),
          of("net/mptcp/ctrl.c", "close_timeout\\s*=", "the default of net.mptcp.close_timeout"),
          of("net/mptcp/ctrl.c", "", "how long a closing MPTCP socket waits for its subflows"));

  private static MacroEffect of(String path, String mark, String sentence) {
    return new MacroEffect(path, Pattern.compile(mark), sentence);
  }

  /** What changes on this line, a short sentence; unknown uses say so. */
  static String of(String path, String code) {
    return TABLE.stream()
        .filter(known -> known.path.equals(path) && known.mark.matcher(code).find())
        .findFirst()
        .map(MacroEffect::sentence)
        .orElse(UNKNOWN);
  }
}
