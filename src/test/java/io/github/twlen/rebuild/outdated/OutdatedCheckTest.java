// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.option.LengthOptions;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.source.http.MisbehavingServer;
import io.github.twlen.workspace.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches the newest source of a mirror, and renders the patch for it. */
class OutdatedCheckTest {
  private static final String FITTING =
      """

      #define TCP_TIMEWAIT_LEN (60*HZ) /* how long to wait to destroy TIME-WAIT
      \t\t\t\t  * state, about 60 seconds\t*/
      #define TCP_FIN_TIMEOUT\tTCP_TIMEWAIT_LEN
      """;

  private static final String RECIPE =
      """
      name: toy
      summary: a toy
      kernel: 6.1.9
      source:
        tarball: linux-{kernel}.tar
        mirrors: [%s]
        sha256: %s
      build:
        config: minimal
        targets: [image]
      """;

  @TempDir Path folder;

  private Freshness check(String header) throws IOException {
    Path net = Files.createDirectories(folder.resolve("linux-6.1.9/include/net"));
    Files.writeString(net.resolve("tcp.h"), header);
    Files.writeString(
        folder.resolve("linux-6.1.9/Makefile"), "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\n");
    Path tar = folder.resolve("linux-6.1.9.tar");
    new CommandRunner()
        .run(Command.of("tar", "-C", folder.toString(), "-cf", tar.toString(), "linux-6.1.9"));
    byte[] listing = "<a href=\"linux-6.1.9.tar\">".getBytes(StandardCharsets.UTF_8);
    Path output = Files.createDirectories(folder.resolve("output"));
    Files.writeString(
        output.resolve("report.json"),
        "{\"source\": {\"version\": \"6.1.8\"}, \"build\": {\"release\": \"6.1.8-tw15\"}}");
    try (MisbehavingServer server =
        new MisbehavingServer(
            (n, request, out) ->
                out.file(
                    request,
                    request.path().endsWith(".tar") ? Files.readAllBytes(tar) : listing,
                    "tag" + request.path().length()))) {
      Path recipe =
          Files.writeString(
              folder.resolve("toy.yaml"), RECIPE.formatted(server.url("/k/"), Digests.sha256(tar)));
      RecipeBook book = new RecipeBook(List.of());
      OutdatedCheck.Request request =
          new OutdatedCheck.Request(
              List.of(),
              Optional.of(output),
              Optional.of(recipe.toString()),
              false,
              Optional.of(suffix -> LengthOptions.ofSuffix(suffix).patch(book, false)),
              Map.of());
      return new OutdatedCheck(request, book, TestRun.in(folder.resolve("cache"))).call();
    }
  }

  @Test
  void findsThatThePatchFits() throws IOException {
    Freshness found = check(FITTING);
    assertThat(found.newest().version()).isEqualTo("6.1.9");
    assertThat(found.patch()).isEqualTo(Freshness.Patch.FITS);
    assertThat(found.exitCode()).isEqualTo(ExitCode.VERIFICATION);
  }

  @Test
  void reportsAPatchThatDoesNotFit() throws IOException {
    Freshness found = check(FITTING.replace("TCP_TIMEWAIT_LEN (60", "TCP_OTHER_LEN (60"));
    assertThat(found.exitCode()).isEqualTo(ExitCode.PATCH);
    assertThat(found.unfit()).contains("TCP_TIMEWAIT_LEN");
  }
}
