// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import io.github.twlen.Resource;
import io.github.twlen.survey.SocketState;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of TCP states that tools print, from {@code states.txt}. */
final class StateNames {
  private static final Map<String, SocketState> NAMES = new HashMap<>();

  /** The names in common use, compared as bytes: a table may have a million rows. */
  private static final byte[][] COMMON = {
    bytes("TIME-WAIT"), bytes("TIME_WAIT"), bytes("ESTAB"), bytes("ESTABLISHED")
  };

  private static final SocketState[] COMMON_STATES = {
    SocketState.TIME_WAIT, SocketState.TIME_WAIT, SocketState.ESTABLISHED, SocketState.ESTABLISHED
  };

  static {
    for (String line : Resource.text(StateNames.class, "states.txt").lines().toList()) {
      if (!line.startsWith("#")) {
        String[] words = line.split(" +", -1);
        for (String word : words) {
          NAMES.put(word, SocketState.valueOf(words[0]));
        }
      }
    }
  }

  private StateNames() {}

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns the state with a name in any case; null if it is none. */
  static @Nullable SocketState of(String name) {
    return NAMES.get(name.toUpperCase(Locale.ROOT));
  }

  /** Returns the state that a word of a line names; null if it names none. */
  static @Nullable SocketState of(PastedLine line, int word) {
    for (int i = 0; i < COMMON.length; i++) {
      if (line.is(word, COMMON[i])) {
        return COMMON_STATES[i];
      }
    }
    return line.length(word) > PastedLine.LONGEST_NAME ? null : NAMES.get(line.text(word));
  }
}
