// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads versions in the output of tools of many distributions. */
class VersionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gcc (Debian 12.2.0-14+deb12u1) 12.2.0 | 12.2.0",
        "gcc (GCC) 4.8.5 20150623 (Red Hat 4.8.5-44) | 4.8.5",
        "gcc (GCC) 4.4.7 20120313 (Red Hat 4.4.7-23) | 4.4.7",
        "gcc (GCC) 11.5.0 20240719 (Red Hat 11.5.0-5) | 11.5.0",
        "gcc (Ubuntu 11.4.0-1ubuntu1~22.04) 11.4.0 | 11.4.0",
        "gcc (crosstool-NG 1.25.0) 10.3.0 | 10.3.0",
        "GNU Make 3.82 | 3.82",
        "GNU Make 4.3 | 4.3",
        "flex 2.5.37 | 2.5.37",
        "bison (GNU Bison) 3.8.2 | 3.8.2",
        "bc 1.06.95 | 1.06.95",
        "GNU ld (GNU Binutils for Debian) 2.40 | 2.40",
        "GNU ld version 2.27-44.base.el7 | 2.27",
        "GNU ld version 2.20.51.0.2-5.48.el6 20100205 | 2.20.51.0.2",
        "GNU ld version 2.35.2-43.el9 | 2.35.2",
        "This is perl, v5.10.1 (*) built for x86_64-linux-thread-multi | 5.10.1",
        "This is perl 5, version 36, subversion 0 (v5.36.0) built for x86_64-linux-gnu | 5.36.0",
        "v1.24 | 1.24",
        "RPM version 4.11.3 | 4.11.3",
        "RPM version 4.16.1.3 | 4.16.1.3",
        "RPM version 4.19.1.1 | 4.19.1.1",
        "QEMU emulator version 2.12.0 (qemu-kvm-2.12.0-65.module_el8.0.0+189+f9babebb.5) | 2.12.0",
        "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3) | 7.2.22",
        "QEMU emulator version 1.5.3 (qemu-kvm-1.5.3-175.el7), Copyright (c) 2003-2008 | 1.5.3",
        "podman version 3.4.4 | 3.4.4",
        "podman version 4.3.1 | 4.3.1",
        "Docker version 28.2.2, build e6534b4 | 28.2.2",
        "Docker version 1.13.1, build 7d71120/1.13.1 | 1.13.1",
        "Vagrant 2.3.4 | 2.3.4",
        "ccache version 3.7.7 | 3.7.7",
        "ccache version 4.7.5 | 4.7.5",
        "OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.22 25 Aug 2026 | 9.2",
        "kmod version 30 | 30",
        "rsync  version 3.1.2  protocol version 31 | 3.1.2",
        "BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary. | 1.35.0",
        "Debian dpkg-buildpackage version 1.21.23. | 1.21.23",
        "sccache 0.4.0-pre.6 | 0.4.0",
      })
  void readsTheOutputOfTools(String line, String version) {
    assertThat(Version.in(List.of("", line, "Copyright (C) 2022")).map(Version::toString))
        .contains(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "command not found", "Unknown option: version", "2022", "99999999.1", "...1."})
  void ignoresOtherNumbers(String line) {
    assertThat(Version.in(List.of(line))).isEmpty();
  }

  @Test
  void comparesNumberByNumber() {
    assertThat(Version.of("12.2").atLeast(Version.of("4.9"))).isTrue();
    assertThat(Version.of("4.9.4").atLeast(Version.of("4.9"))).isTrue();
    assertThat(Version.of("4.8.5").atLeast(Version.of("4.9"))).isFalse();
    assertThat(Version.of("3.82").atLeast(Version.of("3.81"))).isTrue();
    assertThat(Version.of("1.06.95")).isEqualTo(Version.of("1.6.95.0"));
    assertThat(Version.of("1.06.95")).hasSameHashCodeAs(Version.of("1.6.95.0"));
    assertThat(Version.of("1.06.95").cutTo(2)).hasToString("1.06");
    assertThatThrownBy(() -> Version.of("9x")).isInstanceOf(IllegalArgumentException.class);
  }

  /** Any output gives a version or none, never an exception. */
  @Test
  void acceptsAnyOutput() {
    Random random = new Random(20260101);
    String letters = "0123456789..  ()vp-_version \u00e9\u0000\t";
    for (int i = 0; i < 3_000; i++) {
      List<String> lines = new ArrayList<>();
      for (int l = random.nextInt(4); l >= 0; l--) {
        StringBuilder line = new StringBuilder();
        for (int c = random.nextInt(300); c > 0; c--) {
          line.append(letters.charAt(random.nextInt(letters.length())));
        }
        lines.add(line.toString());
      }
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      lines.add(new String(bytes, StandardCharsets.UTF_8));
      Version.in(lines)
          .ifPresent(
              version -> {
                assertThat(version).isEqualTo(Version.of(version.toString()));
                assertThat(String.join("\n", lines)).contains(version.toString());
              });
    }
  }
}
