// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.source.SourceFailure;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyChoiceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http_proxy=http://p:3128 | http://a.org/  | p:3128",
        "http_proxy=p:3128        | http://a.org/  | p:3128",
        "HTTP_PROXY=http://p:3128 | http://a.org/  | direct",
        "http_proxy=http://p:3128 | https://a.org/ | direct",
        "HTTPS_PROXY=http://p:1   | https://a.org/ | p:1",
        "all_proxy=http://p       | https://a.org/ | p:1080",
        "ALL_PROXY=http://u:s@p:2 | http://a.org/  | p:2",
        "http_proxy=              | http://a.org/  | direct"
      })
  void readsTheEnvironment(String variable, String url, String expected) {
    String[] parts = variable.split("=", 2);
    assertThat(chosen(Map.of(parts[0], parts[1]), url)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                | http://a.org/      | direct",
        "a.org            | http://a.org/      | direct",
        "a.org            | http://x.a.org/    | direct",
        ".a.org           | http://x.a.org/    | direct",
        "*.a.org          | http://x.a.org/    | direct",
        "a.org            | http://ba.org/     | p:1",
        "b.org, a.org     | http://A.ORG/      | direct",
        "a.org:81         | http://a.org:81/   | direct",
        "a.org:81         | http://a.org:82/   | p:1",
        "127.0.0.1        | http://127.0.0.1/  | direct",
        "a.org:80         | http://a.org/      | direct",
        "a.org.           | http://a.org/      | direct",
        "::1              | http://[::1]/      | direct",
        "[::1]            | http://[::1]:81/   | direct",
        "[::1]:81         | http://[::1]:81/   | direct",
        "[::1]:81         | http://[::1]:82/   | p:1",
        "0:0::1           | http://[::1]/      | direct",
        "::2              | http://[::1]/      | p:1",
        "10.0.0.0/8       | http://10.1.2.3/   | direct",
        "10.0.0.0/8       | http://11.1.2.3/   | p:1",
        "10.1.2.0/23      | http://10.1.3.3/   | direct",
        "10.1.2.0/23      | http://10.1.4.3/   | p:1",
        "10.0.0.0/8       | http://10.a.org/   | p:1",
        "0.0.0.0/0        | http://10.1.2.3/   | direct",
        "10.0.0.0/99      | http://10.0.0.0/   | p:1",
        "fd00::/8         | http://[fd12::1]/  | direct",
        "[fd00::]/8       | http://[fd12::1]/  | direct",
        "fd00::/8         | http://[fe12::1]/  | p:1",
        "::ffff:10.0.0.0/104 | http://10.1.2.3/ | direct",
        "::ffff:10.0.0.0/104 | http://11.1.2.3/ | p:1",
        "fd00::/4         | http://[fd12::1]/  | direct",
        "2.3              | http://10.1.2.3/   | p:1",
        "                 | http://a.org/      | p:1"
      })
  void exemptsHostsOfNoProxy(String none, String url, String expected) {
    Map<String, String> environment =
        Map.of("http_proxy", "http://p:1", "no_proxy", none == null ? "" : none);
    assertThat(chosen(environment, url)).isEqualTo(expected);
  }

  /** It took minutes to find that this is no address. */
  @Test
  void ignoresLongEntries() {
    assertThat(
            chosen(
                Map.of("http_proxy", "http://p:1", "no_proxy", ":".repeat(2000) + "g"),
                "http://a.org/"))
        .isEqualTo("p:1");
  }

  @Test
  void reportsAnotherProxyWithoutItsPassword() {
    assertThatThrownBy(
            () -> chosen(Map.of("http_proxy", "socks5://me:geheim@p:1"), "http://a.org/"))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("socks5://p:1")
        .hasMessageNotContaining("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://u:s3cr/t@127.0.0.1:1",
        "u:s3cr/t@127.0.0.1:1",
        "http://u:s3cr#t@127.0.0.1:1",
        "HTTP://u:s3cr@t@127.0.0.1:1",
        "http://u:12/s3cr@127.0.0.1:1",
        "u:a://s3cr@127.0.0.1:1",
        "https://u:s3cr@127.0.0.1:1",
        "http://u:s3cr@127.0.0.1:99999",
        "http://[u:s3cr]",
        "[u:s3cr]",
        "//u:s3cr@127.0.0.1:1",
        "http://u%3as3cr%40127.0.0.1:1",
        "http:/u:s3cr@127.0.0.1:1"
      })
  void reportsAnInvalidProxyWithoutItsPassword(String proxy) {
    for (String name : List.of("http_proxy", "ALL_PROXY")) {
      assertThatThrownBy(() -> chosen(Map.of(name, proxy), "http://a.org/"))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("the proxy ")
          .hasMessageNotContaining("s3cr");
    }
  }

  @Test
  void rejectsAProxyThatExpectsTls() {
    assertThatThrownBy(() -> chosen(Map.of("https_proxy", "https://p:1"), "https://a.org/"))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("https://p:1")
        .hasMessageContaining("TLS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://p:99999", "p:0", "http://[::1", "a b", ":::"})
  void rejectsAnUnreachableProxy(String proxy) {
    assertThatThrownBy(() -> chosen(Map.of("http_proxy", proxy), "http://a.org/"))
        .isInstanceOf(SourceFailure.class);
  }

  private static String chosen(Map<String, String> environment, String url) {
    Proxy proxy = new ProxyChoice(environment).select(URI.create(url)).get(0);
    return proxy.type() == Proxy.Type.DIRECT
        ? "direct"
        : proxy.address().toString().replaceAll("/<unresolved>|^/", "");
  }
}
