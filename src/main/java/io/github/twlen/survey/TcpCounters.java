// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.Digits;
import io.github.twlen.survey.proc.ProcFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counters since the network namespace started ({@code net/netstat}, {@code net/snmp}), and present
 * counts ({@code net/sockstat}). Null if this kernel does not count it, or if it is unreadable.
 *
 * @param timeWaitNow {@code tw} of sockstat: timewait minisockets, including an orphan's FIN_WAIT2
 * @param orphansNow {@code orphan} of sockstat, of all namespaces
 * @param timeWaited {@code TW}: sockets that spent more than 4 s in TIME_WAIT
 * @param timeWaitKilled {@code TWKilled}: sockets that spent 4 s or less in it
 * @param timeWaitRecycled {@code TWRecycled}: ports that {@code connect()} reused (tcp_tw_reuse)
 * @param timeWaitOverflow {@code TCPTimeWaitOverflow}: sockets that skipped TIME_WAIT because of
 *     tcp_max_tw_buckets or missing memory
 * @param listenOverflows {@code ListenOverflows}: connections dropped at a full accept queue
 * @param listenDrops {@code ListenDrops}: these, and connections dropped for other reasons
 * @param pawsPassive {@code PAWSPassive}: connections refused by {@code tcp_tw_recycle}; up to 4.11
 * @param activeOpens outgoing connections
 * @param passiveOpens accepted connections
 * @param established {@code CurrEstab}: sockets in ESTABLISHED or CLOSE_WAIT
 * @param abortOnMemory {@code TCPAbortOnMemory}: connections reset because of tcp_max_orphans or
 *     tcp_mem
 * @param uptimeSeconds since boot, when the counters of the first namespace started
 */
public record TcpCounters(
    @Nullable Long timeWaitNow,
    @Nullable Long orphansNow,
    @Nullable Long timeWaited,
    @Nullable Long timeWaitKilled,
    @Nullable Long timeWaitRecycled,
    @Nullable Long timeWaitOverflow,
    @Nullable Long listenOverflows,
    @Nullable Long listenDrops,
    @Nullable Long pawsPassive,
    @Nullable Long activeOpens,
    @Nullable Long passiveOpens,
    @Nullable Long established,
    @Nullable Long abortOnMemory,
    @Nullable Long uptimeSeconds) {
  private static final List<String> EXTENDED =
      List.of(
          "TW",
          "TWKilled",
          "TWRecycled",
          "TCPTimeWaitOverflow",
          "ListenOverflows",
          "ListenDrops",
          "PAWSPassive",
          "TCPAbortOnMemory");

  private static final List<String> PLAIN = List.of("ActiveOpens", "PassiveOpens", "CurrEstab");
  private static final List<String> NOW = List.of("tw", "orphan");

  /** Reads all counters. */
  public static TcpCounters read(ProcFiles files) {
    Map<String, Long> extended = pairs(files, "net/netstat", "TcpExt:", EXTENDED);
    Map<String, Long> plain = pairs(files, "net/snmp", "Tcp:", PLAIN);
    Map<String, Long> now = now(files);
    return new TcpCounters(
        now.get("tw"),
        now.get("orphan"),
        extended.get("TW"),
        extended.get("TWKilled"),
        extended.get("TWRecycled"),
        extended.get("TCPTimeWaitOverflow"),
        extended.get("ListenOverflows"),
        extended.get("ListenDrops"),
        extended.get("PAWSPassive"),
        plain.get("ActiveOpens"),
        plain.get("PassiveOpens"),
        plain.get("CurrEstab"),
        extended.get("TCPAbortOnMemory"),
        uptime(files));
  }

  /** Reads the first number of {@code 350735.47 234388.90}. */
  private static @Nullable Long uptime(ProcFiles files) {
    String text = files.line("uptime").orElse("");
    OptionalLong seconds = Digits.number(text.replaceFirst("[. ].*", ""));
    return seconds.isPresent() ? seconds.getAsLong() : null;
  }

  /** Reads a line of names followed by a line of numbers, both with the same prefix. */
  private static Map<String, Long> pairs(
      ProcFiles files, String name, String prefix, List<String> wanted) {
    List<Line> lines = lines(files, name, prefix, 2);
    if (lines.size() < 2) {
      return Map.of();
    }
    List<String> keys = lines.get(0).words();
    Line numbers = lines.get(1);
    int values = numbers.words().size();
    // In a truncated line all numbers but the last are right; in a whole one, any may be missing.
    if (numbers.whole() ? values != keys.size() : values > keys.size()) {
      files.warnings().add("warning.counters.mismatch", "file", name, "prefix", prefix);
      return Map.of();
    }
    Map<String, String> found = new HashMap<>();
    for (int i = 1; i < keys.size(); i++) {
      found.put(keys.get(i), i < numbers.complete() ? numbers.words().get(i) : "");
    }
    return numbers(files, name, found, wanted, numbers.whole());
  }

  /** Reads the line {@code TCP: inuse 2 orphan 0 tw 1 alloc 2 mem 0}. */
  private static Map<String, Long> now(ProcFiles files) {
    String name = "net/sockstat";
    List<Line> lines = lines(files, name, "TCP:", 1);
    if (lines.isEmpty()) {
      return Map.of();
    }
    Line line = lines.get(0);
    Map<String, String> found = new HashMap<>();
    NOW.forEach(word -> found.put(word, ""));
    for (int i = 1; i + 1 < line.complete(); i += 2) {
      found.put(line.words().get(i), line.words().get(i + 1));
    }
    return numbers(files, name, found, NOW, line.whole());
  }

  /**
   * The words of a line.
   *
   * @param whole whether the line ends with a newline; if not, the last number may lack digits
   */
  private record Line(List<String> words, boolean whole) {
    int complete() {
      return whole ? words.size() : words.size() - 1;
    }
  }

  /** Returns the first lines with a prefix; a warning reports that there are fewer than wanted. */
  private static List<Line> lines(ProcFiles files, String name, String prefix, int wanted) {
    String text = files.text(name).orElse("");
    List<Line> lines =
        text.lines()
            .filter(line -> line.startsWith(prefix))
            .limit(wanted)
            .map(
                line ->
                    new Line(
                        Stream.of(line.strip().split("\\s+", -1)).toList(), !text.endsWith(line)))
            .toList();
    if (lines.size() < wanted) {
      String key = files.has(name) ? "warning.counters.none" : "warning.missing";
      files.warnings().add(key, "file", name, "prefix", prefix);
    }
    return lines;
  }

  /** Parses the wanted numbers; a warning names those that are invalid. */
  private static Map<String, Long> numbers(
      ProcFiles files, String name, Map<String, String> found, List<String> wanted, boolean whole) {
    Map<String, Long> numbers = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (String word : wanted) {
      String text = found.get(word);
      if (text == null) {
        continue; // This kernel does not count it.
      }
      OptionalLong number = Digits.number(text);
      if (number.isPresent()) {
        numbers.put(word, number.getAsLong());
      } else {
        missing.add(word);
      }
    }
    if (!missing.isEmpty()) {
      String key = whole ? "warning.counters.invalid" : "warning.counters.truncated";
      files.warnings().add(key, "file", name, "names", String.join(", ", missing));
    }
    return numbers;
  }
}
