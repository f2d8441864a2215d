// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.deploy;

import io.github.twlen.Progress;
import io.github.twlen.verify.server.ServerState;
import io.github.twlen.verify.server.ServerState.Free;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what a restart of a server affects. */
final class ServerLook {
  /** Users and containers to name. */
  private static final int SHOWN = 5;

  private ServerLook() {}

  static void print(String host, boolean isRoot, ServerState state, Progress progress) {
    progress.say(
        "  %s: %s, %s, up %s, %s"
            .formatted(
                host,
                state.system(),
                state.machine(),
                days(state.uptime()),
                isRoot ? "as root" : "root by sudo"));
    progress.say(
        "  runs %s, boots %s by default".formatted(state.running(), orUnknown(state.byDefault())));
    if (!state.next().isEmpty()) {
      progress.say("  boots " + state.next() + " once, at the next restart");
    }
    progress.say(
        "  boot loader: " + state.loader() + "; free: " + free(new TreeMap<>(state.free())));
    note("logged in", state.users(), progress);
    note("a restart ends", state.containers(), progress);
  }

  private static String orUnknown(String release) {
    return release.isEmpty() ? "an unknown kernel" : release;
  }

  private static String free(Map<String, Free> free) {
    return free.entrySet().stream()
        .map(one -> one.getKey() + " " + (one.getValue().kib() >> 10) + " MiB")
        .collect(Collectors.joining(", "));
  }

  private static String days(Duration uptime) {
    return uptime.toDays() > 0
        ? uptime.toDays() + " d"
        : uptime.toHours() > 0 ? uptime.toHours() + " h" : uptime.toMinutes() + " min";
  }

  private static void note(String what, List<String> names, Progress progress) {
    if (!names.isEmpty()) {
      String more = names.size() > SHOWN ? ", and " + (names.size() - SHOWN) + " more" : "";
      String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
      progress.say("  note: " + what + ": " + shown + more);
    }
  }
}
