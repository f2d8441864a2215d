// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests full and read-only file systems, each in its own mount namespace, which needs root or user
 * namespaces.
 */
class FullDiskIT {
  private static final String MOUNT =
      "mount -t tmpfs -o \"$1\" tmpfs \"$2\" && shift 2 && exec \"$@\"";

  @TempDir Path folder;
  private Path tree;
  private Path place;

  @BeforeEach
  void toy() throws IOException {
    tree = ToyKernel.linux(folder.resolve("linux"));
    place = Files.createDirectory(folder.resolve("place"));
  }

  @Test
  void rejectsAReadOnlyOutputFirst() {
    TwlenProgram.Result result = on("ro", folder.resolve("cache"), place.resolve("out"));
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.err()).contains(place.resolve("out").toString());
    assertThat(folder.resolve("cache/twlen/trees")).doesNotExist();
  }

  @Test
  void reportsAFullOutput() {
    TwlenProgram.Result result = on("size=8k", folder.resolve("cache"), place.resolve("out"));
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.err()).contains(place.resolve("out").toString()).contains("No space left");
  }

  @Test
  void reportsAReadOnlyCache() {
    TwlenProgram.Result result = on("ro", place, folder.resolve("out"));
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.err()).contains(place.toString());
  }

  @Test
  void reportsAFullCache() {
    TwlenProgram.Result result = on("size=16k", place, folder.resolve("out"));
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.err()).contains(place.toString());
  }

  @Test
  void reportsADownloadThatDoesNotFit() throws IOException {
    byte[] file = new byte[200_000];
    new java.util.Random(1).nextBytes(file);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, file.length);
          exchange.getResponseBody().write(file);
          exchange.close();
        });
    server.start();
    try {
      String mirror = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      Path recipe =
          Files.writeString(
              folder.resolve("toy.yaml"),
              "name: toy\nsummary: a toy\nsource: { tarball: linux.tar, mirrors: '"
                  + mirror
                  + "' }\n");
      TwlenProgram.Result result =
          mounted("size=64k", place).run("fetch", recipe.toString(), "--trust-on-first-use");
      assertThat(result.exit()).as(result.all()).isEqualTo(3);
      assertThat(result.err())
          .contains("linux.tar")
          .contains("No space left")
          .doesNotContain("Exception");
    } finally {
      server.stop(0);
    }
  }

  private TwlenProgram.Result on(String mountOptions, Path cache, Path output) {
    return mounted(mountOptions, cache)
        .run("build", tree.toString(), "--seconds", "15", "--output", output.toString());
  }

  private TwlenProgram mounted(String mountOptions, Path cache) {
    return new TwlenProgram(folder, cache)
        .behind(
            "unshare",
            "--mount",
            "--map-root-user",
            "sh",
            "-c",
            MOUNT,
            "sh",
            mountOptions,
            place.toString());
  }
}
