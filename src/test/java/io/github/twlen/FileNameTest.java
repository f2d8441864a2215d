// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "linux-6.1.tar.xz",
        "kernel-3.10.0-1160.el7.src.rpm",
        ".hidden",
        "..hidden",
        "a b",
        "ü",
        "50%",
        "~"
      })
  void acceptsNames(String text) {
    assertThat(FileName.of(text)).map(FileName::text).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/etc/passwd",
        "../x",
        "a/b",
        "a/",
        "..\\x",
        "C:\\x",
        "%2fetc",
        "..%2Fx",
        "..%5cx",
        "%2e%2e",
        "..%252fx",
        "a\0b",
        "a\nb",
        "a\u001b[2J",
        "a\u009b2J",
        "a\u202eb"
      })
  void rejectsPathsAndControlCharacters(String text) {
    assertThat(FileName.of(text)).isEmpty();
    assertThatThrownBy(() -> new FileName(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsBytes() {
    assertThat(FileName.of("ü".repeat(FileName.LONGEST / 2))).isPresent();
    assertThat(FileName.of("ü".repeat(FileName.LONGEST / 2) + "ü")).isEmpty();
  }

  @Test
  void encodesForAUrl() {
    FileName name = new FileName("linux^6.1 ü?#%.tar");
    assertThat(name.in(Path.of("/cache"))).hasParentRaw(Path.of("/cache"));
    assertThat(name.inUrl()).isEqualTo("linux%5E6.1%20%C3%BC%3F%23%25.tar");
  }
}
