// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * How long a survey of one million sockets takes, and how much memory, the start of the program
 * included, against what a user would type instead, on the same copy of {@code /proc}. All run
 * alternately, so that a noisy machine disturbs them alike; medians are printed, and nothing is
 * asserted.
 *
 * <p>ss reads a copy when {@code PROC_ROOT} names it. {@code ss -s} looks at the counters only, and
 * not at the table; {@code ss -tan} and awk read every row.
 *
 * <p>{@code mvn -Pbenchmark verify -Dbenchmark.tarball=linux-source-6.1.tar.xz} builds twlen and
 * runs it after {@link DryRunBenchmark}.
 */
public final class SurveyBenchmark {
  private static final int ROWS = 1_000_000;
  private static final int ROUNDS = 5;
  private static final long SEED = 6;

  /** Counts by state, as the shortest answer does. */
  private static final String BY_STATE = "{ n[$4]++ } END { for (s in n) print s, n[s] }";

  /** Counts by state and by destination, as a person does who wants to know more. */
  private static final String BY_DESTINATION =
      "{ n[$4]++; d[$3]++ } END { for (s in n) print s, n[s]; for (x in d) if (d[x] > 1000) print"
          + " x, d[x] }";

  private final Path twlen;
  private final Path folder;

  private SurveyBenchmark(Path twlen, Path folder) {
    this.twlen = twlen;
    this.folder = folder;
  }

  /** Time and memory of one run. */
  private record Taken(double seconds, long peakKilobytes) {}

  /**
   * Runs all.
   *
   * @param args the program, and a directory for the copy
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[1], "survey").toAbsolutePath());
    new SurveyBenchmark(Path.of(args[0]).toAbsolutePath(), folder).all();
  }

  private void all() throws IOException, InterruptedException {
    write();
    Path table = folder.resolve("net/tcp");
    System.out.printf(
        Locale.ROOT,
        "%d processors, %d rounds, %,d rows in %,d bytes%n",
        Runtime.getRuntime().availableProcessors(),
        ROUNDS,
        ROWS,
        Files.size(table));
    Map<String, String> root = Map.of("PROC_ROOT", folder.toString());
    Map<String, List<Taken>> taken = new TreeMap<>();
    for (int i = 0; i < ROUNDS; i++) {
      add(
          taken,
          "1 twlen survey --from",
          Map.of(),
          twlen.toString(),
          "survey",
          "--from",
          folder.toString());
      add(taken, "2 ss -s (counters only)", root, "ss", "-s");
      add(taken, "3 ss -tan", root, "ss", "-tan");
      add(taken, "4 awk, by state", Map.of(), "awk", BY_STATE, table.toString());
      add(taken, "5 awk, by destination", Map.of(), "awk", BY_DESTINATION, table.toString());
    }
    taken.forEach(SurveyBenchmark::print);
  }

  private static void add(
      Map<String, List<Taken>> taken, String name, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    taken.computeIfAbsent(name, key -> new ArrayList<>()).add(run(environment, words));
  }

  private static void print(String name, List<Taken> runs) {
    double seconds =
        runs.stream().mapToDouble(Taken::seconds).sorted().skip(ROUNDS / 2).findFirst().orElse(0);
    long peak = runs.stream().mapToLong(Taken::peakKilobytes).max().orElse(0);
    System.out.printf(
        Locale.ROOT,
        "%-26s %6.2f s   at most %5.0f MB resident%n",
        name.substring(2),
        seconds,
        peak / 1000.0);
  }

  private static Taken run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    Process process = builder.start();
    long peak = 0;
    while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peak(process.pid()));
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("failed: " + String.join(" ", words));
    }
    return new Taken((System.nanoTime() - start) / 1e9, peak);
  }

  /** {@code VmHWM}: the most memory that a process has had resident so far, in kB. */
  private static long peak(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // It has just ended.
    }
  }

  /**
   * A proxy's host: a third of the sockets wait at the web port for as many clients, the others go
   * to some dozen servers behind it.
   */
  private void write() throws IOException {
    Path net = Files.createDirectories(folder.resolve("net"));
    Random random = new Random(SEED);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(net.resolve("tcp")))) {
      row(
          out,
          "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid "
              + " timeout inode");
      row(
          out,
          "   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0       "
              + " 0 1178 1 00000000eb505d30 100 0 0 10 0");
      for (int i = 1; i < ROWS; i++) {
        boolean accepted = random.nextInt(3) == 0;
        boolean waits = random.nextInt(10) > 0;
        String local =
            accepted
                ? "0100000A:0050"
                : String.format("0100000A:%04X", 1024 + random.nextInt(64512));
        String remote =
            accepted
                ? String.format("%08X:%04X", random.nextInt(), 1024 + random.nextInt(64512))
                : String.format("%02X00000A:1F90", 2 + random.nextInt(12));
        row(out, waits ? waiting(i, local, remote, random.nextInt(6000)) : open(i, local, remote));
      }
    }
    Files.writeString(
        net.resolve("sockstat"),
        "sockets: used 9\nTCP: inuse 9 orphan 0 tw 900000 alloc 9 mem 0\n");
    Path settings = Files.createDirectories(folder.resolve("sys/net/ipv4"));
    Files.writeString(settings.resolve("ip_local_port_range"), "1024\t65535\n");
    Files.writeString(net.resolve("netstat"), "TcpExt: TW\nTcpExt: 900000\n");
    Files.writeString(net.resolve("snmp"), "Tcp: CurrEstab\nTcp: 100000\n");
  }

  private static String waiting(int number, String local, String remote, int left) {
    return String.format(
        Locale.ROOT,
        "%4d: %s %s 06 00000000:00000000 03:%08X 00000000     0        0 0 3 0000000000000000",
        number,
        local,
        remote,
        left);
  }

  private static String open(int number, String local, String remote) {
    return String.format(
        Locale.ROOT,
        "%4d: %s %s 01 00000000:00000000 00:00000000 00000000    33        0 %d 1 0000000000000000"
            + " 20 4 30 10 -1",
        number,
        local,
        remote,
        100_000 + number);
  }

  /** The kernel fills a row with blanks. */
  private static void row(OutputStream out, String text) throws IOException {
    out.write(String.format("%-149s%n", text).getBytes(StandardCharsets.ISO_8859_1));
  }
}
