// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads addresses and ports in all notations of ss and netstat. */
class EndpointTest {
  private final Endpoint endpoint = new Endpoint();

  private boolean parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return endpoint.parse(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:80,          192.0.2.1,        80",
    "255.255.255.255:65535, 255.255.255.255,  65535",
    "127.0.0.53%lo:53,      127.0.0.53,       53",
    "*:22,                  0.0.0.0,          22",
    "0.0.0.0:*,             0.0.0.0,          0",
    ":::80,                 ::,               80",
    "[::]:*,                ::,               0",
    "[::1]:9090,            ::1,              9090",
    "::ffff:192.0.2.1:80,   192.0.2.1,        80",
    "[::ffff:192.0.2.1]:80, 192.0.2.1,        80",
    "[::ffff:c000:201]:80,  192.0.2.1,        80",
    "[fe80::1%eth0]:546,    fe80::1,          546",
    "[fe80::1]%eth0:546,    fe80::1,          546",
    "fe80::1%wlp3s0:546,    fe80::1,          546",
    "2001:db8:1:2:3:4:5:6:443, 2001:db8:1:2:3:4:5:6, 443",
    "[2001:db8::]:443,      2001:db8::,       443",
    "[2001:DB8::A]:443,     2001:db8::a,      443"
  })
  void parses(String text, String address, int port) {
    assertThat(parse(text)).isTrue();
    assertThat(endpoint.address()).hasToString(address);
    assertThat(endpoint.port).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "80",
        "192.0.2.1",
        "192.0.2.1:",
        "192.0.2.1:65536",
        "192.0.2.1:http",
        "192.0.2:80",
        "192.0.2.1.5:80",
        "192.0.2.256:80",
        "192.0.2.x:80",
        "web1:80",
        "1:2:3:80",
        "::1::2:80",
        ":::::80",
        "1:2:3:4:5:6:7:8:9:80",
        "12345::1:80",
        "[::1:",
        "::ffff:192.0.2:80",
        "fe80:80",
        "2001:db8::g:80",
        "192.0.2.1:-1",
        "::1.2.3.4:5:80",
        "1:2:3:4:5:6:7::8:9:80"
      })
  void rejects(String text) {
    assertThat(parse(text)).as(endpoint.address().toString()).isFalse();
  }

  @Test
  void forgetsTheLastAddress() {
    parse("[2001:db8::1]:80");
    assertThat(parse("192.0.2.1:81")).isTrue();
    assertThat(endpoint.address()).hasToString("192.0.2.1");
    assertThat(endpoint.isV6).isFalse();
  }
}
