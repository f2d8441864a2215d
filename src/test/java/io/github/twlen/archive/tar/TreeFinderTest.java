// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.archive.ArchiveFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeFinderTest {
  private static final List<String> BOTH = List.of("Makefile", "include/net/tcp.h");

  @TempDir Path folder;

  private TreeFinder finder(byte[] bytes) throws IOException {
    return new TreeFinder(TarInput.of(Files.write(folder.resolve("t.tar"), bytes)));
  }

  @Test
  void findsATreeInAnyDirectory() throws IOException {
    for (String top : List.of("", "linux/", "a/b c/linux-6.1/", "./linux/")) {
      SampleTar tar =
          new SampleTar()
              .file("README", "")
              .file("tools/include/net/tcp.h", "")
              .file("other/Makefile", "")
              .file(top + "include/net/tcp.h", "")
              .file(top + "Makefile", "");
      String found = top.replaceFirst("^\\./", "").replaceFirst("/$", "");
      assertThat(finder(tar.bytes()).directory(BOTH)).isEqualTo(Optional.of(found));
    }
    SampleTar apart = new SampleTar().file("a/Makefile", "").file("b/include/net/tcp.h", "");
    assertThat(finder(apart.bytes()).directory(BOTH)).isEmpty();
  }

  @Test
  void readsFilesOfThatDirectoryOnly() throws IOException {
    SampleTar tar =
        new SampleTar()
            .file("Makefile", "wrong")
            .file("v/README", "wrong")
            .file("v/linux/Makefile", "right")
            .file("v/linux/net/a.c", "right")
            .file("x/net/a.c", "wrong");
    TarInput input = TarInput.of(Files.write(folder.resolve("t.tar"), tar.bytes()));
    List<String> seen = new ArrayList<>();
    new TarSearch(input, "v/linux")
        .read(
            List.of("Makefile"),
            List.of("net"),
            (path, text) -> seen.add(path + new String(text, US_ASCII)));
    assertThat(seen).containsExactly("Makefileright", "net/a.cright");
  }

  @Test
  void looksOnlyAtTheBeginningOfALargeArchive() throws IOException {
    byte[] large = new byte[17 << 20];
    SampleTar firmware = new SampleTar().file("f/a.bin", large).file("f/Kconfig", "");
    assertThat(finder(firmware.bytes()).mayHave(Set.of("Kconfig"))).isFalse();
    SampleTar kernel = new SampleTar().file("k/Kconfig", "").file("k/a.bin", large);
    byte[] truncated = Arrays.copyOf(kernel.bytes(), 1 << 20);
    assertThat(finder(truncated).mayHave(Set.of("Kconfig"))).isTrue();
    assertThatThrownBy(() -> finder(truncated).directory(BOTH)).isInstanceOf(ArchiveFailure.class);
    SampleTar small = new SampleTar().file("s/a", "");
    assertThat(finder(small.bytes()).mayHave(Set.of("Kconfig"))).isTrue();
  }
}
