// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelativeNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/home/me/linux-6.1.tar.xz | linux-6.1.tar.xz",
        "/home/my user/linux 6.1/ | linux 6.1",
        "~/linux | linux",
        "~me/linux | linux",
        "file:///home/me/linux | linux",
        "/ | .",
        "~/ | .",
        "--output=/home/my user/out | --output=out",
        "-o/home/me/out | -oout",
        "IdentityFile=/home/me/.ssh/id | IdentityFile=id",
        "CC=~/bin/gcc | CC=gcc",
        "cannot write /home/me/out/report.json: no space | cannot write report.json: no space",
        "read 'file:/home/me/a b', or (/srv/x/y) | read 'a b', or (y)",
        "ld: /tmp/1, /tmp/2 | ld: 1, 2",
      })
  void reducesAbsolutePaths(String text, String expected) {
    assertThat(RelativeNames.of(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "debian-6.1",
        "./linux",
        "../linux/config",
        "--seconds=15",
        "--output=out",
        "https://mirror.example.org/el9/kernel.src.rpm",
        "--source=https://mirror.example.org/a/b",
        "git+https://git.example.org/linux.git at v6.1",
        "measured by TCP/IP, 2/3 at 5 packets/s",
        "--define 'with_debug 0'",
        "a / b",
      })
  void keepsOtherText(String text) {
    assertThat(RelativeNames.of(text)).isEqualTo(text);
  }

  @Test
  void takesLongTextInReasonableTime() {
    String deep = "/a".repeat(50_000);
    assertThat(RelativeNames.of("x " + deep + " /b/c")).isEqualTo("x a c");
    assertThat(RelativeNames.of("x " + "a/".repeat(50_000))).hasSize(100_002);
  }
}
