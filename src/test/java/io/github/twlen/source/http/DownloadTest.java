// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import io.github.twlen.recipe.Address;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.http.MisbehavingServer.Behaviour;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that misbehaves in every way ends in the right bytes or in one clear line. */
class DownloadTest {
  private static final byte[] FILE = bytes(1);
  private static final byte[] OTHER = bytes(2);
  private static final int HALF = FILE.length / 2;
  private static final DownloadLimits LIMITS =
      new DownloadLimits(
          Duration.ofSeconds(20), Duration.ofMillis(1500), 3, Duration.ofMillis(5), 1 << 20);

  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[200_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void wordsAMissingAnswer() {
    IOException timeout = new SocketTimeoutException("Connect timed out");
    assertThat(ConnectionFault.reason(new IOException("any.host", timeout)))
        .contains("no response: timed out");
    assertThat(ConnectionFault.reason(new ConnectException("Connection timed out")))
        .contains("no connection: timed out");
    assertThat(ConnectionFault.reason(new IOException("404 Not Found"))).isEmpty();
  }

  @Test
  void requestsAGoodServerOnce() throws IOException {
    try (MisbehavingServer server = server((n, request, out) -> out.file(request, FILE, "a"))) {
      assertThat(fetch(server.url("/x/f"))).isEqualTo(server.url("/x/f").toString());
      assertRight();
      assertThat(server.requests()).hasSize(1);
      assertThat(server.requests().get(0).header("Accept-Encoding")).isEqualTo("identity");
    }
  }

  @Test
  void retriesAfterAStallBeforeTheResponse() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              if (n == 1) {
                out.stall();
              }
              out.file(request, FILE, "a");
            })) {
      fetch(server.url("/f"));
      assertRight();
      assertThat(said).anyMatch(line -> line.contains("no response within 1 s; retrying in"));
    }
  }

  @Test
  void resumesAfterAStall() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              if (n == 1) {
                out.head("200 OK", "Content-Length: " + FILE.length, "ETag: \"a\"");
                out.body(Arrays.copyOf(FILE, HALF)).stall();
              }
              out.file(request, FILE, "a");
            })) {
      fetch(server.url("/f"));
      assertRight();
      assertThat(server.requests().get(1).from()).isPositive();
      assertThat(said).anyMatch(line -> line.contains("it stalled"));
    }
  }

  @Test
  void reportsAServerThatAlwaysStalls() throws IOException {
    try (MisbehavingServer server = server((n, request, out) -> out.stall())) {
      assertRefused(server.url("/f"), "no response within 1 s");
      assertThat(server.requests()).hasSize(LIMITS.tries());
    }
  }

  @Test
  void resumesATruncatedBody() throws IOException {
    try (MisbehavingServer server = server(cutting("ETag: \"a\""))) {
      fetch(server.url("/f"));
      assertRight();
      assertThat(server.requests().get(1).header("If-Range")).isEqualTo("\"a\"");
    }
  }

  @Test
  void restartsWithoutAStrongTag() throws IOException {
    try (MisbehavingServer server = server(cutting("ETag: W/\"a\""))) {
      fetch(server.url("/f"));
      assertRight();
      assertThat(server.requests().get(1).header("Range")).isEmpty();
    }
  }

  private static Behaviour cutting(String tag) {
    return (n, request, out) -> {
      if (n == 1) {
        out.head("200 OK", "Content-Length: " + FILE.length, tag);
        out.body(Arrays.copyOf(FILE, HALF));
      } else {
        out.file(request, FILE, "a");
      }
    };
  }

  @Test
  void rejectsALengthThatIsTooSmall() throws IOException {
    try (MisbehavingServer server =
        server((n, r, out) -> out.head("200 OK", "Content-Length: " + HALF).body(FILE))) {
      assertRefused(server.url("/f"), "is not the file");
    }
  }

  @Test
  void reportsALengthThatIsTooLargeAsTruncated() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, r, out) -> out.head("200 OK", "Content-Length: " + (FILE.length + 9)).body(FILE))) {
      assertRefused(server.url("/f"), "truncated");
    }
  }

  @Test
  void restartsWhenTheServerIgnoresTheRange() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              out.head("200 OK", "Content-Length: " + FILE.length, "ETag: \"a\"");
              out.body(n == 1 ? Arrays.copyOf(FILE, HALF) : FILE);
            })) {
      fetch(server.url("/f"));
      assertRight();
      assertThat(server.requests().get(1).from()).isPositive();
    }
  }

  @Test
  void restartsOnARangeOfAnotherFile() throws IOException {
    // It does not look at If-Range: the tag of the answer alone tells that the file has changed.
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              if (n == 1) {
                out.head("200 OK", "Content-Length: " + FILE.length, "ETag: \"a\"");
                out.body(Arrays.copyOf(OTHER, HALF));
              } else if (request.from() > 0) {
                String range = request.from() + "-" + (FILE.length - 1) + "/" + FILE.length;
                out.head("206 Partial Content", "ETag: \"b\"", "Content-Range: bytes " + range);
                out.body(Arrays.copyOfRange(FILE, request.from(), FILE.length));
              } else {
                out.file(request, FILE, "b");
              }
            })) {
      fetch(server.url("/f"));
      assertRight();
    }
  }

  @Test
  void restartsOnARangeThatBeginsElsewhere() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              if (request.from() > 0) {
                String range = "0-" + (FILE.length - 1) + "/" + FILE.length;
                out.head("206 Partial Content", "ETag: \"a\"", "Content-Range: bytes " + range);
                out.body(FILE);
              } else {
                cutting("ETag: \"a\"").answer(n, request, out);
              }
            })) {
      fetch(server.url("/f"));
      assertRight();
    }
  }

  @Test
  void completesOnStatus416() throws IOException {
    Path part = folder.resolve("cache/.part/f");
    try (MisbehavingServer server =
        server(
            (n, request, out) ->
                out.head("416 Range Not Satisfiable", "Content-Range: bytes */" + FILE.length))) {
      Files.createDirectories(part.getParent());
      Files.write(part, FILE);
      Files.writeString(
          folder.resolve("cache/.part/f.note"),
          server.url("/f") + "\n\"a\"\n" + FILE.length + "\n");
      fetch(server.url("/f"));
      assertRight();
    }
  }

  @Test
  void restartsOnStatus416WhenIncomplete() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              if (request.from() > 0) {
                out.head("416 Range Not Satisfiable", "Content-Range: bytes */10");
              } else {
                cutting("ETag: \"a\"").answer(n, request, out);
              }
            })) {
      fetch(server.url("/f"));
      assertRight();
    }
  }

  @Test
  void retriesAfterStatus500And503() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              if (n == 1) {
                out.head("500 Oh");
              } else if (n == 2) {
                out.head("503 Busy", "Retry-After: 1");
              } else {
                out.file(request, FILE, "a");
              }
            })) {
      fetch(server.url("/f"));
      assertRight();
      assertThat(said).anyMatch(line -> line.contains("HTTP status 500; retrying in 5 ms"));
      assertThat(said).anyMatch(line -> line.contains("HTTP status 503; retrying in 1 s"));
    }
  }

  /** Waiting for a mirror that is down helps only where there is no other. */
  @Test
  void triesTheNextMirrorAtOnceIfOneIsDown() throws IOException {
    MisbehavingServer down = server((n, request, out) -> out.head("404 Not Found"));
    URI first = down.url("/f");
    down.close();
    try (MisbehavingServer second = server((n, request, out) -> out.file(request, FILE, "a"))) {
      fetch(first, second.url("/f"));
      assertRight();
      assertThat(said)
          .anyMatch(line -> line.contains("connection refused"))
          .noneMatch(line -> line.contains("retrying"));
    }
    assertThatThrownBy(() -> fetch(first)).hasMessageContaining("connection refused");
    assertThat(said).anyMatch(line -> line.contains("connection refused; retrying"));
  }

  @Test
  void triesTheNextMirrorAfterStatus404() throws IOException {
    try (MisbehavingServer first = server((n, request, out) -> out.head("404 Not Found"));
        MisbehavingServer second = server((n, request, out) -> out.file(request, FILE, "a"))) {
      assertThat(fetch(first.url("/f"), second.url("/f"))).isEqualTo(second.url("/f").toString());
      assertRight();
      assertThat(first.requests()).hasSize(1);
    }
  }

  @Test
  void reportsTheReasonOfEachMirror() throws IOException {
    try (MisbehavingServer first = server((n, request, out) -> out.head("404 Not Found"));
        MisbehavingServer second = server((n, request, out) -> out.file(request, OTHER, "a"))) {
      assertThatThrownBy(() -> fetch(first.url("/1/f"), second.url("/2/f")))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("/1/f: HTTP status 404")
          .hasMessageContaining("/2/f: it is not the file");
      assertNothing();
    }
  }

  @Test
  void followsRedirectsButNoLoop() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              switch (request.path()) {
                case "/f" -> out.head("302 Found", "Location: sub/g");
                case "/sub/g" -> out.file(request, FILE, "a");
                case "/loop" -> out.head("301 Moved", "Location: /pool");
                case "/pool" -> out.head("301 Moved", "Location: /loop");
                default -> out.head("302 Found", "Location: " + request.path() + "x");
              }
            })) {
      fetch(server.url("/f"));
      assertRight();
      Files.delete(target());
      assertRefused(server.url("/loop"), "a loop of redirects");
      assertRefused(server.url("/far"), "or more than 10");
      assertThat(server.requests()).hasSizeLessThan(20);
    }
  }

  @Test
  void rejectsRedirectsToOtherAddresses() throws IOException {
    try (MisbehavingServer server =
        server((n, r, out) -> out.head("302 Found", "Location: file:///etc/passwd"))) {
      assertRefused(server.url("/f"), "no web address");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "200 OK|Content-Length: abc",
        "200 OK|Content-Length: 1000000000000000000000000000000",
        "200 OK|Content-Length: 9223372036854775807",
        "200 OK|Content-Length: -5",
        "206 Part|Content-Range: bytes 0-99999999999999999999999/99999999999999999999999",
        "302 Found|Location: http://127.0.0.1:99999/x",
        "302 Found|Location: http://[::1",
        "302 Found|X: y",
        "416 No|Content-Range: bytes */99999999999999999999999",
        "abc|X: y"
      })
  void skipsAMirrorWithInvalidResponses(String answer) throws IOException {
    String[] parts = answer.split("\\|");
    try (MisbehavingServer first = server((n, request, out) -> out.head(parts[0], parts[1]));
        MisbehavingServer second = server((n, request, out) -> out.file(request, FILE, "a"))) {
      fetch(first.url("/f"), second.url("/f"));
      assertRight();
    }
  }

  @Test
  void restartsOnARangeLongerThanLong() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              if (n == 1) {
                out.head("200 OK", "Content-Length: " + FILE.length, "ETag: \"a\"");
                out.body(Arrays.copyOf(FILE, HALF));
              } else if (request.from() > 0) {
                String huge = "9".repeat(30);
                out.head("206 Part", "Content-Range: bytes " + huge + "-" + huge + "/" + huge);
              } else {
                out.file(request, FILE, "a");
              }
            })) {
      fetch(server.url("/f"));
      assertRight();
    }
  }

  @Test
  void acceptsASlowServer() throws IOException {
    byte[] small = Arrays.copyOf(FILE, 40);
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              out.head("200 OK", "Content-Length: " + small.length);
              for (byte one : small) {
                out.body(new byte[] {one});
                pause();
              }
            })) {
      fetch(List.of(server.url("/f")), file -> {});
      assertThat(target()).hasBinaryContent(small);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void rejectsAnEncodedBody() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, r, out) ->
                out.head("200 OK", "Content-Encoding: gzip", "Content-Length: " + FILE.length)
                    .body(FILE))) {
      assertRefused(server.url("/f"), "unexpected encoding gzip");
    }
  }

  @Test
  void restartsWhenTheFileWasReplaced() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              if (n <= LIMITS.tries()) {
                out.head("200 OK", "Content-Length: " + OTHER.length, "ETag: \"old\"");
                out.body(Arrays.copyOf(OTHER, HALF));
              } else {
                out.file(request, FILE, "new");
              }
            })) {
      assertRefused(server.url("/f"), "truncated");
      assertThat(folder.resolve("cache/.part/f")).exists();
      fetch(server.url("/f"));
      assertRight();
      assertThat(server.requests().get(LIMITS.tries()).from()).isPositive();
    }
  }

  @Test
  void resumesAfterAKilledRun() throws IOException {
    Path cache = Files.createDirectories(folder.resolve("cache/.part"));
    try (MisbehavingServer server = server((n, request, out) -> out.file(request, FILE, "a"))) {
      Files.write(cache.resolve("f"), Arrays.copyOf(FILE, 1000));
      Files.writeString(
          cache.resolve("f.note"), server.url("/f") + "\n\"a\"\n" + FILE.length + "\n");
      fetch(server.url("/f"));
      assertRight();
      assertThat(server.requests().get(0).from()).isEqualTo(1000);
    }
  }

  @Test
  void discardsAPartWithoutItsNote() throws IOException {
    Path cache = Files.createDirectories(folder.resolve("cache/.part"));
    try (MisbehavingServer server = server((n, request, out) -> out.file(request, FILE, "a"))) {
      Files.write(cache.resolve("f"), Arrays.copyOf(OTHER, 1000));
      fetch(server.url("/f"));
      assertRight();
      Files.delete(target());
      Files.write(cache.resolve("f"), Arrays.copyOf(OTHER, 1000));
      Files.writeString(cache.resolve("f.note"), "http://x/f\n\"a\"\n" + FILE.length);
      fetch(server.url("/f"));
      assertRight();
    }
  }

  @Test
  void reportsAnUnwritableTargetAsHostFailure() throws IOException {
    try (MisbehavingServer server = server((n, request, out) -> out.file(request, FILE, "a"))) {
      // Root may write anywhere, but not into a folder that is a file.
      Files.writeString(folder.resolve("cache"), "a file");
      assertThatThrownBy(() -> fetch(server.url("/f"))).isInstanceOf(WorkspaceFailure.class);
    }
  }

  @Test
  void rejectsMoreThanTheLimit() throws IOException {
    try (MisbehavingServer server =
        server(
            (n, request, out) -> {
              if (request.path().equals("/told")) {
                out.head("200 OK", "Content-Length: 99999999999");
              } else {
                out.head("200 OK");
                for (int i = 0; i < 20; i++) {
                  out.body(FILE);
                }
              }
            })) {
      assertRefused(server.url("/told"), "too large: 99999999999 bytes");
      assertRefused(server.url("/untold"), "longer than announced");
    }
  }

  @Test
  void sendsAPasswordOnlyToItsHost() throws IOException {
    try (MisbehavingServer other = server((n, request, out) -> out.file(request, FILE, "a"));
        MisbehavingServer own =
            server((n, r, out) -> out.head("302 Found", "Location: " + other.url("/f?t=1")))) {
      URI secret =
          URI.create(own.url("/f").toString().replace("//", "//us%20er:pa%3Ass@") + "?token=key");
      assertThat(fetch(secret)).isEqualTo(own.url("/f") + "?…");
      assertThat(own.requests().get(0).header("Authorization"))
          .isEqualTo(ProxyChoice.basic("us er:pa:ss"));
      assertThat(other.requests().get(0).header("Authorization")).isEmpty();
      assertRight();
      assertThat(String.join("\n", said)).doesNotContain("pa%3Ass").doesNotContain("key");
    }
  }

  @Test
  void hidesPasswordsInFailuresAndNotes() throws IOException {
    try (MisbehavingServer server = server(cutting("ETag: \"a\""))) {
      URI secret = URI.create(server.url("/f").toString().replace("//", "//user:geheim@"));
      DownloadLimits once =
          new DownloadLimits(
              LIMITS.connect(), LIMITS.idle(), 1, LIMITS.pause(), LIMITS.mostBytes());
      Download download =
          new Download(
              new HttpFetcher(Map.of(), once, null),
              List.of(Address.of(secret.toString())),
              target(),
              once,
              progress());
      assertThatThrownBy(() -> download.call(file -> {}))
          .hasMessageNotContaining("geheim")
          .hasMessageContaining("127.0.0.1");
      assertThat(folder.resolve("cache/.part/f.note")).content().doesNotContain("geheim");
      assertThat(String.join("\n", said)).doesNotContain("geheim");
    }
  }

  @Test
  void usesTheProxyWithItsPassword() throws IOException {
    try (MisbehavingServer proxy = server((n, request, out) -> out.file(request, FILE, "a"))) {
      String address = proxy.url("").toString().replace("//", "//me:geheim@");
      HttpFetcher fetcher = new HttpFetcher(Map.of("http_proxy", address), LIMITS, null);
      URI url = URI.create("http://kernel.invalid/f");
      new Download(fetcher, List.of(Address.of(url.toString())), target(), LIMITS, progress())
          .call(DownloadTest::check);
      assertRight();
      assertThat(proxy.requests().get(0).path()).isEqualTo("http://kernel.invalid/f");
      assertThat(proxy.requests().get(0).header("Proxy-Authorization"))
          .isEqualTo(ProxyChoice.basic("me:geheim"));
      assertThat(String.join("\n", said)).doesNotContain("geheim");
    }
  }

  @Test
  void opensATunnelWithTheProxysPassword() throws IOException {
    try (MisbehavingServer proxy = server((n, request, out) -> out.head("403 No"))) {
      String address = proxy.url("").toString().replace("//", "//me:geheim@");
      HttpFetcher fetcher = new HttpFetcher(Map.of("https_proxy", address), LIMITS, null);
      URI url = URI.create("https://kernel.invalid/f");
      Download download =
          new Download(fetcher, List.of(Address.of(url.toString())), target(), LIMITS, progress());
      assertThatThrownBy(() -> download.call(DownloadTest::check))
          .isInstanceOf(SourceFailure.class)
          .hasMessageNotContaining("geheim");
      assertThat(proxy.requests().get(0).method()).isEqualTo("CONNECT");
      assertThat(proxy.requests().get(0).header("Proxy-Authorization"))
          .isEqualTo(ProxyChoice.basic("me:geheim"));
    }
  }

  @Test
  void formatsTheProgress() {
    long mib = 1 << 20;
    assertThat(
            DownloadProgress.text(
                "f.tar", 12 * mib, OptionalLong.of(130 * mib), 6 * mib, 2_000_000_000L))
        .isEqualTo("f.tar: 12 of 130 MiB, 9 %, 3.0 MiB/s, 0:39 left");
    assertThat(DownloadProgress.text("f", 3 * mib, OptionalLong.empty(), 3 * mib, 1_000_000_000L))
        .isEqualTo("f: 3 MiB, 3.0 MiB/s");
  }

  private MisbehavingServer server(Behaviour behaviour) throws IOException {
    return new MisbehavingServer(behaviour);
  }

  private Path target() {
    return folder.resolve("cache/f");
  }

  private String fetch(URI... places) {
    return fetch(List.of(places), DownloadTest::check);
  }

  private String fetch(List<URI> places, Consumer<Path> check) {
    HttpFetcher fetcher = new HttpFetcher(Map.of(), LIMITS, null);
    List<Address> all = places.stream().map(URI::toString).map(Address::of).toList();
    return new Download(fetcher, all, target(), LIMITS, progress()).call(check);
  }

  private static void check(Path file) {
    if (!Digests.sha256(file).equals(Digests.sha256(FILE))) {
      throw new SourceFailure("it is not the file", "fetch the file", null);
    }
  }

  private Progress progress() {
    return new Progress() {
      @Override
      public void say(String line) {
        said.add(line);
      }

      @Override
      public void status(String text) {}
    };
  }

  private void assertRefused(URI place, String why) throws IOException {
    assertThatThrownBy(() -> fetch(place))
        .isInstanceOfSatisfying(
            SourceFailure.class,
            f -> {
              assertThat(f.what()).contains(why).doesNotContain("\n");
              assertThat(f.remedy()).isNotBlank();
            });
    assertNothing();
  }

  private void assertNothing() {
    assertThat(target()).doesNotExist();
  }

  private void assertRight() throws IOException {
    assertThat(Files.readString(target(), StandardCharsets.ISO_8859_1))
        .isEqualTo(new String(FILE, StandardCharsets.ISO_8859_1));
    assertThat(folder.resolve("cache/.part/f")).doesNotExist();
    assertThat(folder.resolve("cache/.part/f.note")).doesNotExist();
  }
}
