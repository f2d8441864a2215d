// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the program at any point, or runs several at once: the next run must give the same bytes as
 * an undisturbed one. All share one cache.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class KilledAnywhereIT {
  private static final int KILLS = 40;

  /** The commands that are killed. */
  private static final List<List<String>> WORDS =
      List.of(
          List.of("fetch", "./toy.yaml"),
          List.of("patch", "./toy.yaml", "--seconds", "15", "-o", "toy.patch"),
          List.of("build", "./toy.yaml", "--seconds", "15", "-o", "out"),
          List.of("build", "./toy.yaml", "--seconds", "20", "-o", "out20"),
          List.of("cache", "prune"));

  @TempDir static Path folder;
  private static HttpServer server;
  private static String kernel15;
  private static String kernel20;
  private static String patch;

  @BeforeAll
  static void undisturbed() throws Exception {
    Path tree = ToyKernel.linux(folder.resolve("linux-6.1.7"));
    Path tarball = folder.resolve("linux-6.1.7.tar.gz");
    List<String> tar =
        List.of("tar", "-C", folder.toString(), "-czf", tarball.toString(), "linux-6.1.7");
    assertThat(new ProcessBuilder(tar).inheritIO().start().waitFor()).isZero();
    Workspace.remove(tree);
    byte[] bytes = Files.readAllBytes(tarball);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    Files.writeString(
        folder.resolve("toy.yaml"),
        String.join(
            "\n",
            "name: toy",
            "summary: a toy",
            "kernel: 6.1.7",
            "source:",
            "  tarball: linux-{kernel}.tar.gz",
            "  mirrors: [\"http://127.0.0.1:" + server.getAddress().getPort() + "/\"]",
            "  sha256: " + Digests.sha256(tarball),
            "build:",
            "  config: defconfig",
            ""));
    TwlenProgram calm = new TwlenProgram(folder, folder.resolve("calm"));
    for (List<String> words : WORDS) {
      succeed(calm, words);
    }
    kernel15 = digest("out/bzImage");
    kernel20 = digest("out20/bzImage");
    patch = digest("toy.patch");
    assertThat(kernel15).isNotEqualTo(kernel20);
  }

  @AfterAll
  static void end() {
    server.stop(0);
  }

  @Test
  void resumesAfterAKill() throws Exception {
    TwlenProgram twlen = new TwlenProgram(folder, folder.resolve("killed"));
    Random random = new Random(40);
    for (int i = 0; i < KILLS; i++) {
      List<String> words = WORDS.get(random.nextInt(WORDS.size()));
      int after = random.nextInt(2500);
      Path said = folder.resolve("killed.err");
      Process process = twlen.start(said, words.toArray(String[]::new));
      process.waitFor(after, TimeUnit.MILLISECONDS);
      kill(process, random.nextBoolean());
      String what = "kill " + i + " of " + words + " after " + after + " ms";
      remove("toy.patch", "out", "out20");
      succeed(twlen, WORDS.get(1));
      succeed(twlen, WORDS.get(2));
      assertThat(digest("toy.patch")).as(what).isEqualTo(patch);
      assertThat(digest("out/bzImage")).as(what).isEqualTo(kernel15);
      assertThat(parts(folder)).as(what).isEmpty();
    }
    succeed(twlen, WORDS.get(4));
    Path cache = folder.resolve("killed/twlen");
    try (Stream<Path> left = Files.walk(cache)) {
      assertThat(left.filter(Files::isRegularFile).map(f -> cache.relativize(f).toString()))
          .allMatch(name -> name.equals("CACHEDIR.TAG") || name.startsWith("locks/"));
    }
  }

  /** Runs two, then five with a prune among them, that need the same source. */
  @Test
  void waitsForConcurrentRuns() throws Exception {
    TwlenProgram twlen = new TwlenProgram(folder, folder.resolve("shared"));
    Random random = new Random(5);
    for (int round = 0; round < 4; round++) {
      remove("toy.patch", "out", "out20");
      List<List<String>> all = round % 2 == 0 ? WORDS.subList(2, 4) : WORDS;
      List<Process> running = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        Path said = folder.resolve("at-once-" + i + ".err");
        running.add(twlen.start(said, all.get(i).toArray(String[]::new)));
        TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
      }
      for (int i = 0; i < all.size(); i++) {
        String what = "round " + round + ": " + all.get(i);
        assertThat(running.get(i).waitFor(5, TimeUnit.MINUTES)).as(what).isTrue();
        String said = Files.readString(folder.resolve("at-once-" + i + ".err"));
        assertThat(running.get(i).exitValue()).as(what + "\n" + said).isZero();
      }
      assertThat(digest("out/bzImage")).isEqualTo(kernel15);
      assertThat(digest("out20/bzImage")).isEqualTo(kernel20);
      if (all.size() == WORDS.size()) {
        assertThat(digest("toy.patch")).isEqualTo(patch);
      }
    }
  }

  /** Kills the program alone, as a user does, or with its make, as a power failure does. */
  private static void kill(Process process, boolean all) throws Exception {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly().waitFor();
    if (all) {
      below.forEach(ProcessHandle::destroyForcibly);
    }
    for (ProcessHandle one : below) {
      one.onExit().get(1, TimeUnit.MINUTES);
    }
  }

  private static void succeed(TwlenProgram twlen, List<String> words) {
    TwlenProgram.Result result = twlen.run(words.toArray(String[]::new));
    assertThat(result.exit()).as(words + "\n" + result.all()).isZero();
  }

  private static String digest(String file) throws IOException {
    return Digests.sha256(folder.resolve(file));
  }

  private static void remove(String... names) {
    for (String name : names) {
      Workspace.remove(folder.resolve(name));
    }
  }

  /** Returns the temporary files. */
  private static List<String> parts(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below.resolve("out"))) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.contains("twlen-part"))
          .toList();
    }
  }
}
