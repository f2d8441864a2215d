// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.FileName;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.http.MisbehavingServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads listings of a web server. */
class MirrorListingTest {
  private static final String LISTING =
      """
      <a href="../">..</a> <A HREF='/pub/k/kernel-5.14.0-570.12.1.el9_6.src.rpm'>k</A>
      <a href="kernel-5.14.0-570.9.1.el9_6.src.rpm">k</a>
      <a href="kernel-5.14.0-999.tw15.el9_6.src.rpm">k</a>
      <a href="kernel-rt-5.14.0-999.el9_6.src.rpm">k</a>
      <a href="linux-6.12.9.tar.xz">l</a> <a href="linux-6.12.30.tar.xz">l</a>
      <a href="linux-6.13.1.tar.xz">l</a> <a href="linux-6.12.31.tar.sign">l</a>
      """;

  @TempDir Path folder;
  private MisbehavingServer server;

  @BeforeEach
  void serve() throws IOException {
    server =
        new MisbehavingServer(
            (n, request, out) -> {
              if (request.path().equals("/k/")) {
                out.file(request, LISTING.getBytes(StandardCharsets.UTF_8), "tag");
              } else {
                out.head("404 Not Found");
              }
            });
  }

  @AfterEach
  void end() {
    server.close();
  }

  private VendorNewest newest(String file, String path) {
    SourceSpec.Remote remote =
        new SourceSpec.Remote(
            FileName.of(file).orElseThrow(),
            List.of(Address.of(server.url(path).toString())),
            ExpectedIntegrity.NONE);
    return new MirrorListing(remote, Map.of(), TestRun.in(folder)).newest("6.12");
  }

  @Test
  void findsTheNewestPackage() {
    VendorNewest newest = newest("kernel-5.14.0-1.el9.src.rpm", "/k/");
    assertThat(newest.version()).isEqualTo("5.14.0-570.12.1.el9_6");
    assertThat(newest.packageName()).isEqualTo("kernel");
    assertThat(newest.rules()).isEqualTo(VersionRules.RPM);
  }

  @Test
  void findsTheNewestTarballOfASeries() {
    assertThat(newest("linux-6.12.1.tar.xz", "/k/").version()).isEqualTo("6.12.30");
  }

  @Test
  void reportsMirrorsWithoutFiles() {
    assertThatThrownBy(() -> newest("kernel-lt-5.4.1-1.el8.src.rpm", "/k/"))
        .isInstanceOf(SourceFailure.class)
        .hasMessageStartingWith("cannot find kernel-lt files in ");
    assertThatThrownBy(() -> newest("kernel-5.14.0-1.el9.src.rpm", "/no/"))
        .isInstanceOf(SourceFailure.class)
        .hasMessageStartingWith("cannot list the mirrors: ")
        .hasMessageContaining("404");
  }
}
