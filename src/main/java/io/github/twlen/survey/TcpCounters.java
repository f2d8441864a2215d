package io.github.twlen.survey;

import java.util.HashMap;
import java.util.Map;
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

  /** Reads them all. */
  static TcpCounters read(ProcFiles files) {
    Map<String, Long> extended = pairs(files, "net/netstat", "TcpExt:");
    Map<String, Long> plain = pairs(files, "net/snmp", "Tcp:");
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
  private static Map<String, Long> pairs(ProcFiles files, String name, String begin) {
    String[] names = {};
    for (String line : lines(files, name)) {
      if (!line.startsWith(begin)) {
        continue;
      }
      String[] words = BLANKS.split(line.strip(), -1);
      if (names.length == 0) {
        names = words;
        continue;
      }
      if (words.length != names.length) {
        files.gaps().add(name + ": of " + begin + " there are not as many numbers as names");
      }
      Map<String, Long> found = new HashMap<>();
      for (int i = 1; i < Math.min(names.length, words.length); i++) {
        put(found, names[i], words[i]);
      }
      return found;
    }
    files.gaps().add(name + (files.has(name) ? " has no counters of " + begin : " is not there"));
    return Map.of();
  }

  /** The line {@code TCP: inuse 2 orphan 0 tw 1 alloc 2 mem 0}. */
  private static Map<String, Long> now(ProcFiles files) {
    String name = "net/sockstat";
    for (String line : lines(files, name)) {
      if (line.startsWith("TCP:")) {
        String[] words = BLANKS.split(line.strip(), -1);
        Map<String, Long> found = new HashMap<>();
        for (int i = 1; i + 1 < words.length; i += 2) {
          put(found, words[i], words[i + 1]);
        }
        return found;
      }
    }
    files.gaps().add(name + (files.has(name) ? " has no line of TCP" : " is not there"));
    return Map.of();
  }

  private static String[] lines(ProcFiles files, String name) {
    return files.text(name).orElse("").split("\n", -1);
  }

  /** A counter of 64 bits wraps, and may look negative; such a one tells nothing. */
  private static void put(Map<String, Long> found, String name, String number) {
    try {
      long value = Long.parseLong(number);
      if (value >= 0) {
        found.put(name, value);
      }
    } catch (NumberFormatException e) {
      // No number: as if this kernel did not count it.
    }
  }
}
