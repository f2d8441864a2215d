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
        "  http://u:s3cr@h:1/f"
      })
  void aPasswordIsNotShownWhateverIsWrong(String text) {
    assertThat(Address.of(text).toString()).doesNotContain("s3cr").endsWith("h:1/f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://u:s3cr", "http://u:s3cr/f", "http://u:s3cr%40h/f", "ftp://u:s3cr?x"})
  void halfOfAPasswordIsNotShownAsAPort(String text) {
    assertThat(Address.of(text).toString()).doesNotContain("s3cr").contains("://u:…");
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
        "file:///srv/x.git   | file:///srv/x.git",
        "git@host:linux.git  | host:linux.git",
        "keys/linux.asc      | keys/linux.asc"
      })
  void whatIsNoSecretIsShown(String text, String shown) {
    assertThat(Address.of(text)).hasToString(shown);
  }

  @Test
  void whatAnotherProgramSaysIsShownWithoutPasswords() {
    assertThat(Address.shownIn("E: proxy 'http://u:s3cr/t@h:1/' (u:s3cr@h): 407, ask me@h"))
        .isEqualTo("E: proxy 'http://h:1/' h): 407, ask me@h");
  }

  @Test
  void theConnectionHasTheUserBesideTheUrl() {
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
  void whatIsNoWebUrlIsNone(String text) {
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
  void refusesWhatIsNoAddress(String text) {
    assertThat(Address.of(text).web()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h/", "HTTPS://h:65535/a", "http://[::1]:8080/x?y"})
  void takesAddresses(String text) {
    assertThat(Address.of(text).web()).isPresent();
  }
}
