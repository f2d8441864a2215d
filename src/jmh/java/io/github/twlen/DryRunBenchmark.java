// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import io.github.twlen.archive.tar.TreeExtractor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Compares the wall-clock time of twlen with the commands that a user would type instead, including
 * the program start. Each pair runs alternately, so a noisy machine disturbs both. It prints
 * medians and their ratio, and asserts nothing.
 *
 * <p>{@code mvn -Pbenchmark verify -Dbenchmark.tarball=linux-source-6.1.tar.xz} builds twlen and
 * runs the benchmark, without the tests. Once, it makes a tarball of one block in the directory of
 * the tarball, which takes some minutes. It removes the unpacked trees.
 */
public final class DryRunBenchmark {
  private static final int ROUNDS = 3;

  private final Path twlen;
  private final Path tarball;
  private final Path folder;

  private DryRunBenchmark(Path twlen, Path tarball, Path folder) {
    this.twlen = twlen;
    this.tarball = tarball;
    this.folder = folder;
  }

  /** A timed command. */
  private interface Timed {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Runs all pairs.
   *
   * @param args the program, the tarball, and a directory for temporary files
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[2]).toAbsolutePath());
    new DryRunBenchmark(
            Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath(), folder)
        .all();
  }

  private void all() throws IOException, InterruptedException {
    System.out.printf(
        "%d processors, %d rounds, %s%n",
        Runtime.getRuntime().availableProcessors(), ROUNDS, tarball.getFileName());
    Path single = singleBlock();
    pair("dry run, cold", () -> dryRun(tarball, true), "tar and patch", () -> tarAndPatch(tarball));
    pair("dry run, again", () -> dryRun(tarball, false), "cold", () -> dryRun(tarball, true));
    pair(
        "dry run, one block",
        () -> dryRun(single, true),
        "tar and patch",
        () -> tarAndPatch(single));
    pair("unpacking", this::extract, "tar -I 'xz -T0'", this::tarExtract);
    pair(
        "twlen --version",
        () -> command(twlen.toString(), "--version"),
        "a bare JVM",
        () -> command(java(), "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-version"));
  }

  private static void pair(String name, Timed ours, String other, Timed theirs)
      throws IOException, InterruptedException {
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      first.add(seconds(ours));
      second.add(seconds(theirs));
    }
    double one = median(first);
    double two = median(second);
    System.out.printf(
        Locale.ROOT,
        "%-20s %7.2f s   %-16s %7.2f s   %5.2f times its time%n",
        name,
        one,
        other,
        two,
        one / two);
  }

  private static double seconds(Timed timed) throws IOException, InterruptedException {
    long start = System.nanoTime();
    timed.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(List<Double> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElse(0.0);
  }

  private void dryRun(Path file, boolean cold) throws IOException, InterruptedException {
    if (cold) {
      remove(folder.resolve("cache/twlen/read"));
    }
    command(twlen.toString(), "patch", file.toString(), "--seconds", "15", "--dry-run");
  }

  /** Extracts the header from the tarball and tries a patch on it. */
  private void tarAndPatch(Path file) throws IOException, InterruptedException {
    Path tree = Files.createDirectories(folder.resolve("by-hand/include/net"));
    Path patch = folder.resolve("by-hand.patch");
    if (!Files.exists(patch)) {
      command(
          twlen.toString(), "patch", file.toString(), "--seconds", "15", "-o", patch.toString());
    }
    Process tar =
        new ProcessBuilder("tar", "xJf", file.toString(), "-O", top() + "/include/net/tcp.h")
            .redirectOutput(tree.resolve("tcp.h").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    check(tar);
    command(
        "patch",
        "-p1",
        "--dry-run",
        "-d",
        folder.resolve("by-hand").toString(),
        "-i",
        patch.toString());
  }

  private void extract() throws IOException {
    Path tree = folder.resolve("ours");
    remove(tree);
    new TreeExtractor(tarball, tree, TreeExtractor.USUAL_LIMIT, Progress.SILENT).call();
    remove(tree);
  }

  private void tarExtract() throws IOException, InterruptedException {
    Path tree = folder.resolve("theirs");
    remove(tree);
    Files.createDirectories(tree);
    command("tar", "-I", "xz -T0", "-C", tree.toString(), "-xf", tarball.toString());
    remove(tree);
  }

  private Path singleBlock() throws IOException, InterruptedException {
    Path single = folder.resolve("single-" + tarball.getFileName());
    if (!Files.exists(single)) {
      Path plain = folder.resolve("plain.tar");
      Process unpack =
          new ProcessBuilder("xz", "-dc", "-T0", tarball.toString())
              .redirectOutput(plain.toFile())
              .start();
      check(unpack);
      command("xz", "-T1", plain.toString());
      Files.move(folder.resolve("plain.tar.xz"), single);
    }
    return single;
  }

  /** Returns the top directory; Debian's tarballs have the same name. */
  private String top() {
    return String.valueOf(tarball.getFileName()).replaceFirst("\\.tar\\..*$", "");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void command(String... words) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    check(builder.start());
  }

  private static void check(Process process) throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "failed: " + process.info().commandLine().orElse("a program"));
    }
  }

  private static void remove(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      Path[] paths = all.toArray(Path[]::new);
      for (int i = paths.length - 1; i >= 0; i--) {
        Files.delete(paths[i]);
      }
    }
  }
}
