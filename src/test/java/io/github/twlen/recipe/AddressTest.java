// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://u:s3cr@h:1/f",
        "http://s3cr@h:1/f",
        "HTTPS://u:s3cr@t@h:1/f",
        "http://u:s3cr/t@h:1/f",
        "http://u:12/s3cr@h:1/f",
        "http://u:s3cr?t@h:1/f",
        "http://u:s3cr#t@h:1/f",
        "http://u:12#s3cr@h:1/f",
        "http://u:s3cr t@h:1/f",
        "http://u:s3cr%zz@h:1/f",
        "http://u:s3cr\\t@h:1/f",
        "http://u:s3cr\nt@h:1/f",
        "http:/u:s3cr@h:1/f",
        "http:u:s3cr@h:1/f",
        "http:///u:s3cr@h:1/f",
        "u:s3cr@h:1/f",
        "u:s3cr/t@h:1/f",
        "u:s3cr://t@h:1/f",
        "  http://u:s3cr@h:1/f",
        "//u:s3cr@t@127.0.0.1:1/",
        "//u:s3cr@127.0.0.1:1/",
        ".//u:s3cr/@h/",
        "./u:s3cr@h/",
        "~/u:s3cr@h/",
        "/u:s3cr%40h/",
        "//u:s3cr",
        "http://u%3As3cr%40127.0.0.1/",
        "http://u%3as3cr/",
        "http://h/s3cr%40t",
        "http://h/s3cr@t",
        "http:/u:s3cr%40t%40127.0.0.1:1/",
        "https:u:s3cr%40h",
        "https:u:s3cr",
        "http://[u:s3cr]",
        "http://[u:s3cr",
        "http://u:{s3cr}x@127.0.0.1:1/",
        "http://u:{s3cr x@127.0.0.1:1/",
        "ssh://u:s3cr@h:x/",
        "s3cr://h@x",
        "s3cr@h",
        "s3cr@h:x@y",
        "h?t=s3cr@x"
      })
  void hidesPasswordsOfInvalidAddresses(String text) {
    assertThat(Address.of(text).toString()).doesNotContain("s3cr");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://u:s3cr@t@h/",
        "//u:s3cr@h/",
        "u:s3cr@h",
        "http://u%3As3cr%40127.0.0.1/",
        "http:/u:s3cr%40t%40127.0.0.1:1/",
        "http://[u:s3cr]",
        "http://u:s3cr"
      })
  void hidesPasswordsInOutputOfPrograms(String text) {
    assertThat(Address.shownIn("E: '" + text + "': 407"))
        .startsWith("E: '")
        .endsWith("': 407")
        .doesNotContain("s3cr");
  }

  @Test
  void showsValidUrlsWithoutTheUser() {
    assertThat(Address.of("https://u:s3cr%40x@h:1/f")).hasToString("https://h:1/f");
    assertThat(Address.of("https://u:{s3cr}@h:1/{file}")).hasToString("https://h:1/{file}");
  }

  @Test
  void showsOnlyTheSchemeOfInvalidUrls() {
    assertThat(Address.of("https://u:p@x@h:1/f")).hasToString("https://…");
    assertThat(Address.of("//u:p@h/")).hasToString("…");
    assertThat(Address.of("http://h/p%40x")).hasToString("http://h/…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://u:s3cr", "http://u:s3cr/f", "http://u:s3cr%40h/f", "ftp://u:s3cr?x"})
  void hidesPasswordsInPlaceOfAPort(String text) {
    assertThat(Address.of(text).toString()).doesNotContain("s3cr").endsWith("://…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h/f?key=1    | http://h/f?…",
        "https://[::1]:8/f   | https://[::1]:8/f",
        "https://h/a:b       | https://h/a:b",
        "https://h/{file}    | https://h/{file}",
        "/home/me@x/repo     | /home/me@x/repo",
        "../me@x/repo        | ../me@x/repo",
        "/srv/a:b/repo       | /srv/a:b/repo",
        "git://h/linux.git   | git://h/linux.git",
        "http://h:99999/a b  | http://h:99999/a b",
        "file:///srv/x.git   | file:///srv/x.git",
        "git@host:linux.git  | host:linux.git",
        "keys/linux.asc      | keys/linux.asc"
      })
  void showsTextWithoutSecrets(String text, String shown) {
    assertThat(Address.of(text)).hasToString(shown);
  }

  @Test
  void keepsOtherTextOfProgramOutput() {
    assertThat(Address.shownIn("E: proxy 'http://u:s3cr/t@h:1/' (u:s3cr@h): 407, ask me@h"))
        .isEqualTo("E: proxy 'http://…' … 407, ask me@h");
  }

  @Test
  void separatesTheUserFromTheUrl() {
    Address address = Address.of("https://me:p%40ss@h:1/f");
    assertThat(address.user()).contains("me:p%40ss");
    assertThat(address.withoutUser()).contains(URI.create("https://h:1/f"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h/f",
        "ftp://h/f",
        "http:///f",
        "http://h:0/",
        "http://h:99999/",
        "http://h/@/f",
        "http://h b/"
      })
  void rejectsOtherUrls(String text) {
    assertThat(Address.of(text).web()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h:99999/",
        "http://h:0/",
        "http://[::1/",
        "http://a b/",
        "ftp://h/",
        "http:x",
        "http://_h/",
        "file:///x",
        ""
      })
  void rejectsInvalidAddresses(String text) {
    assertThat(Address.of(text).web()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h/", "HTTPS://h:65535/a", "http://[::1]:8080/x?y"})
  void acceptsWebUrls(String text) {
    assertThat(Address.of(text).web()).isPresent();
  }
}
