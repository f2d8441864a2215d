// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import io.github.twlen.recipe.Address;
import io.github.twlen.source.SourceFailure;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about https: its certificates, and that it is never left for http. */
class DownloadTlsTest {
  private static final byte[] FILE = "the file".getBytes(StandardCharsets.US_ASCII);
  private static final char[] PASSWORD = "secret".toCharArray();
  private static final DownloadLimits LIMITS =
      new DownloadLimits(
          Duration.ofSeconds(20), Duration.ofSeconds(20), 2, Duration.ofMillis(5), 1 << 20);

  @TempDir Path folder;
  private SSLContext tls;

  @BeforeEach
  void createCertificate() throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1")
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
  }

  @Test
  void rejectsARedirectFromHttpsToHttp() throws Exception {
    try (MisbehavingServer plain =
            new MisbehavingServer((n, request, out) -> out.file(request, FILE, "a"));
        MisbehavingServer secure =
            secure(
                (n, request, out) -> {
                  if (request.path().equals("/down")) {
                    out.head("302 Found", "Location: " + plain.url("/f"));
                  } else {
                    out.file(request, FILE, "a");
                  }
                })) {
      download(secure, "/f", tls).call(file -> {});
      assertThat(folder.resolve("f")).hasBinaryContent(FILE);
      Files.delete(folder.resolve("f"));
      assertThatThrownBy(() -> download(secure, "/down", tls).call(file -> {}))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("rejected redirect from https to http");
      assertThat(plain.requests()).isEmpty();
      assertThat(folder.resolve("f")).doesNotExist();
    }
  }

  @Test
  void rejectsAnUntrustedCertificate() throws Exception {
    try (MisbehavingServer secure = secure((n, request, out) -> out.file(request, FILE, "a"))) {
      assertThatThrownBy(() -> download(secure, "/f", null).call(file -> {}))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("certificate rejected");
      assertThat(secure.requests()).isEmpty();
    }
  }

  private MisbehavingServer secure(MisbehavingServer.Behaviour behaviour) throws Exception {
    ServerSocket socket =
        tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new MisbehavingServer(socket, behaviour);
  }

  private Download download(
      MisbehavingServer server,
      String path,
      @org.jspecify.annotations.Nullable SSLContext trusted) {
    URI url = URI.create(server.url(path).toString().replace("http:", "https:"));
    HttpFetcher fetcher = new HttpFetcher(Map.of(), LIMITS, trusted);
    return new Download(
        fetcher, List.of(Address.of(url.toString())), folder.resolve("f"), LIMITS, Progress.SILENT);
  }
}
