// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.proc.ProcFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel counted since this network namespace began ({@code net/netstat}, {@code
 * net/snmp}), and what it counts at this moment ({@code net/sockstat}). Null is what this kernel
 * does not count, or what could not be read.
 *
 * @param timeWaitNow {@code tw} of sockstat: sockets that wait, those of an orphan's FIN_WAIT2
 *     included
 * @param orphansNow {@code orphan} of sockstat, of all namespaces
 * @param timeWaited {@code TW}: sockets that waited more than 4 s
 * @param timeWaitKilled {@code TWKilled}: those that waited 4 s or less
 * @param timeWaitRecycled {@code TWRecycled}: ports that {@code connect()} took over from a socket
 *     that waited (tcp_tw_reuse)
 * @param timeWaitOverflow {@code TCPTimeWaitOverflow}: sockets that did not wait since there were
 *     too many, or no memory
 * @param listenOverflows {@code ListenOverflows}: connections dropped at a full accept queue
 * @param listenDrops {@code ListenDrops}: these, and those dropped for other reasons
 * @param pawsPassive {@code PAWSPassive}: connections that {@code tcp_tw_recycle} refused; up to
 *     4.11
 * @param activeOpens connections opened from here
 * @param passiveOpens connections accepted here
 * @param established {@code CurrEstab}: sockets in ESTABLISHED or CLOSE_WAIT
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
    @Nullable Long established) {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** Up to 18 digits: a counter that is greater has wrapped, or is none. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private static final List<String> EXTENDED =
      List.of(
          "TW",
          "TWKilled",
          "TWRecycled",
          "TCPTimeWaitOverflow",
          "ListenOverflows",
          "ListenDrops",
          "PAWSPassive");

  private static final List<String> PLAIN = List.of("ActiveOpens", "PassiveOpens", "CurrEstab");
  private static final List<String> NOW = List.of("tw", "orphan");

  /** Reads them all. */
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
        plain.get("CurrEstab"));
  }

  /** A line of names, and below it one of numbers, both begun by the same word. */
  private static Map<String, Long> pairs(
      ProcFiles files, String name, String begin, List<String> wanted) {
    Optional<Line> names = line(files, name, begin, 0);
    Optional<Line> numbers = line(files, name, begin, 1);
    if (names.isEmpty() || numbers.isEmpty()) {
      files.gaps().add(name + (files.has(name) ? " has no counters of " + begin : " is not there"));
      return Map.of();
    }
    String[] keys = names.get().words();
    String[] values = numbers.get().words();
    // Cut off at the end, all but the last are whole; where else one is missing, no row tells.
    if (numbers.get().whole() ? values.length != keys.length : values.length > keys.length) {
      files
          .gaps()
          .add(
              name
                  + ": of "
                  + begin
                  + " there are not as many numbers as names: they were left out");
      return Map.of();
    }
    Map<String, String> found = new HashMap<>();
    for (int i = 1; i < keys.length; i++) {
      found.put(keys[i], i < numbers.get().sure() ? values[i] : "");
    }
    return numbers(files, name, found, wanted, numbers.get().whole());
  }

  /** The line {@code TCP: inuse 2 orphan 0 tw 1 alloc 2 mem 0}. */
  private static Map<String, Long> now(ProcFiles files) {
    String name = "net/sockstat";
    Optional<Line> line = line(files, name, "TCP:", 0);
    if (line.isEmpty()) {
      files.gaps().add(name + (files.has(name) ? " has no line of TCP" : " is not there"));
      return Map.of();
    }
    Map<String, String> found = new HashMap<>();
    NOW.forEach(word -> found.put(word, ""));
    for (int i = 1; i + 1 < line.get().sure(); i += 2) {
      found.put(line.get().words()[i], line.get().words()[i + 1]);
    }
    return numbers(files, name, found, NOW, line.get().whole());
  }

  /**
   * A line in its words.
   *
   * @param whole whether it ends with a line feed; else half of the last number may be missing,
   *     which makes it another number
   */
  @SuppressWarnings("ArrayRecordComponent") // Read here, never compared.
  private record Line(String[] words, boolean whole) {
    /** Before which word all are as they were printed. */
    int sure() {
      return whole ? words.length : words.length - 1;
    }
  }

  /**
   * A line that begins so.
   *
   * @param skipped so many of these come before it
   */
  private static Optional<Line> line(ProcFiles files, String name, String begin, int skipped) {
    String text = files.text(name).orElse("");
    List<String> lines = text.lines().filter(l -> l.startsWith(begin)).limit(skipped + 1L).toList();
    if (lines.size() <= skipped) {
      return Optional.empty();
    }
    String line = lines.get(skipped);
    boolean last = text.endsWith(line);
    return Optional.of(new Line(BLANKS.split(line.strip(), -1), !last));
  }

  /** The numbers among the words. What is none is told. */
  private static Map<String, Long> numbers(
      ProcFiles files, String name, Map<String, String> found, List<String> wanted, boolean whole) {
    Map<String, Long> numbers = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (String word : wanted) {
      String number = found.get(word);
      if (number == null) {
        continue; // This kernel does not count it.
      }
      if (NUMBER.matcher(number).matches()) {
        numbers.put(word, Long.parseLong(number));
      } else {
        missing.add(word);
      }
    }
    if (!missing.isEmpty()) {
      files
          .gaps()
          .add(
              name
                  + (whole ? " has no number for " : " is cut off: not known are ")
                  + String.join(", ", missing));
    }
    return numbers;
  }
}
