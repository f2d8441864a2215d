// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long the program takes to start, against a Java virtual machine that does nothing but print a
 * line, started with the launcher's options, and against tuxmake where {@code python3 -m tuxmake}
 * works. All run alternately, so that a noisy machine disturbs them alike; medians and their ratio
 * to the bare machine are printed, and nothing is asserted.
 *
 * <p>{@code mvn -Pbenchmark verify -Dbenchmark.tarball=linux-source-6.1.tar.xz} builds twlen and
 * runs it after the others.
 */
public final class StartupBenchmark {
  private static final int ROUNDS = 21;

  private StartupBenchmark() {}

  /** A Java program that prints one line. */
  public static final class Bare {
    private Bare() {}

    /** Prints a line. */
    public static void main(String[] args) {
      System.out.println("bare");
    }
  }

  /**
   * Runs all.
   *
   * @param args the program
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    String twlen = Path.of(args[0]).toAbsolutePath().toString();
    Map<String, List<String>> commands = new LinkedHashMap<>();
    commands.put("bare JVM", bare());
    commands.put("twlen --version", List.of(twlen, "--version"));
    commands.put("twlen --help", List.of(twlen, "--help"));
    commands.put("twlen rebuild --help", List.of(twlen, "rebuild", "--help"));
    commands.put("twlen recipes list", List.of(twlen, "recipes", "list"));
    commands.put("twlen rebuild --sekonds", List.of(twlen, "rebuild", "--sekonds", "15"));
    commands.put("twlen cache list", List.of(twlen, "cache", "list"));
    List<String> tuxmake = List.of("python3", "-m", "tuxmake", "--version");
    if (seconds(tuxmake) >= 0) {
      commands.put("tuxmake --version", tuxmake);
    } else {
      System.out.println("python3 -m tuxmake does not work here: left out");
    }
    Map<String, List<Double>> taken = new LinkedHashMap<>();
    for (int i = 0; i < ROUNDS; i++) {
      for (Map.Entry<String, List<String>> command : commands.entrySet()) {
        double seconds = seconds(command.getValue());
        if (seconds < 0) {
          throw new IllegalStateException("failed: " + String.join(" ", command.getValue()));
        }
        taken.computeIfAbsent(command.getKey(), key -> new ArrayList<>()).add(seconds);
      }
    }
    double bare = median(taken.getOrDefault("bare JVM", List.of()));
    taken.forEach(
        (name, runs) ->
            System.out.printf(
                Locale.ROOT,
                "%-24s %6.0f ms   %5.2f times the bare JVM%n",
                name,
                1000 * median(runs),
                median(runs) / bare));
  }

  /** With the options that the launcher gives. */
  private static List<String> bare() {
    List<String> words = new ArrayList<>(List.of("java", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto", "-cp"));
    words.addAll(List.of(System.getProperty("java.class.path"), Bare.class.getName()));
    return words;
  }

  /** Negative when it failed; a usage error is an answer too. */
  private static double seconds(List<String> words) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int exit = process.waitFor();
    return exit == 0 || exit == 2 ? (System.nanoTime() - start) / 1e9 : -1;
  }

  private static double median(List<Double> runs) {
    return runs.stream().sorted().skip(runs.size() / 2).findFirst().orElse(0.0);
  }
}
