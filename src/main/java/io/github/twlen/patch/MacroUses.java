// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the uses of {@code TCP_TIMEWAIT_LEN} and {@code TCP_FIN_TIMEOUT} in a kernel tree. */
public final class MacroUses {
  /**
   * The directories of a kernel tree with every use; elsewhere only documentation names the macros.
   * Found by searching the whole trees of a 2.6.32 (el6), a 3.10 (el7), 6.1 and 6.12.
   */
  public static final List<String> FOLDERS = List.of("include/net", "net");

  /** A file without any of these words uses neither macro. */
  public static final List<String> WORDS = List.of(TimewaitDefinition.MACRO, FinTimeoutMacro.NAME);

  private static final Pattern DEFINITION =
      Pattern.compile("\\s*#\\s*define\\s+" + TimewaitDefinition.MACRO + "(?![A-Za-z0-9_]).*");

  private static final Pattern EITHER =
      Pattern.compile("(?<![A-Za-z0-9_])(?:" + String.join("|", WORDS) + ")(?![A-Za-z0-9_])");

  /**
   * The effect of a change on a line, by file and text of the line.
   *
   * @param key the key of its sentence
   */
  private record Effect(String path, Pattern mark, String key) {}

  private static final String COMMENT = "use.comment";
  private static final String DROPPED = "use.dropped";

  private static final String HEADER = TimewaitLength.HEADER;
  private static final String TCP = "net/ipv4/tcp.c";
  private static final String MINISOCKS = "net/ipv4/tcp_minisocks.c";
  private static final String TIMER = "net/ipv4/tcp_timer.c";
  private static final String MPTCP = "net/mptcp/protocol.c";
  private static final String MPTCP_CTRL = "net/mptcp/ctrl.c";

  /** Every use in the four trees named above; the first match counts. */
  private static final List<Effect> EFFECTS =
      List.of(
          effect(HEADER, "define\\s+TCP_FIN_TIMEOUT\\b.*TCP_TIMEWAIT_LEN", "use.fin"),
          effect(HEADER, "define\\s+TCP_FIN_TIMEOUT\\b", "use.fin.own"),
          effect(HEADER, "TWKILL", "use.tick"),
          effect(TCP, "TCP_FIN_TIMEOUT\\b", "use.fin.old"),
          effect(TCP, "tmo", "use.finwait2"),
          effect("net/ipv4/tcp_input.c", "tmo", "use.finwait1"),
          effect("net/ipv4/tcp_ipv4.c", "TCP_FIN_TIMEOUT\\b", "use.fin"),
          effect(MINISOCKS, "TWKILL", "use.tick"),
          effect(MINISOCKS, "timeo(?:ut)?\\s*=", "use.lifetime"),
          effect(MINISOCKS, "timeo\\s*,|^\\s*TCP_TIMEWAIT_LEN\\)", "use.longest"),
          effect(MINISOCKS, "", "use.restart"),
          effect(TIMER, "lsndtime", "use.memory"),
          effect(TIMER, "tmo", "use.orphan"),
          effect(MPTCP, "set_close_tout", "use.mptcp.now"),
          effect(MPTCP, "", "use.mptcp"),
          effect(MPTCP_CTRL, "close_timeout\\s*=", "use.mptcp.sysctl"),
          effect(MPTCP_CTRL, "", "use.mptcp"));

  private MacroUses() {}

  private static Effect effect(String path, String mark, String key) {
    return new Effect(path, Pattern.compile(mark), key);
  }

  /**
   * A line that uses one of the macros.
   *
   * @param path the file, from the top of the tree
   * @param line counted from 1
   * @param text the line without the spaces around it, each byte one character (ISO-8859-1)
   * @param effect what changes there
   */
  public record Use(String path, int line, String text, Message effect) {}

  /**
   * Returns every use in a file except the definition.
   *
   * @param path from the top of the tree, with {@code /} and without {@code ./} before it
   */
  public static List<Use> in(String path, byte[] content) {
    // Thousands of files are searched and a dozen match.
    String all = new String(content, StandardCharsets.ISO_8859_1);
    if (WORDS.stream().noneMatch(all::contains)) {
      return List.of();
    }
    HeaderScan scan = HeaderScan.of(content);
    List<Use> uses = new ArrayList<>();
    for (CodeLine line : scan.code()) {
      String text = line.source().text();
      if (EITHER.matcher(text).find() && !DEFINITION.matcher(line.code()).matches()) {
        String key = key(path, line, scan.stateOf(line));
        uses.add(
            new Use(
                path, line.source().number(), text.strip(), Message.of(PatchTemplate.class, key)));
      }
    }
    return List.copyOf(uses);
  }

  private static String key(String path, CodeLine line, CompileState state) {
    if (!EITHER.matcher(line.code()).find()) {
      return COMMENT;
    }
    if (state == CompileState.DROPPED) {
      return DROPPED;
    }
    return EFFECTS.stream()
        .filter(known -> known.path.equals(path) && known.mark.matcher(line.code()).find())
        .findFirst()
        .map(Effect::key)
        .orElse("use.unknown");
  }
}
