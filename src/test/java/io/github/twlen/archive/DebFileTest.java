// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.archive.tar.SampleTar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebFileTest {
  private static final byte[] DATA =
      new SampleTar()
          .folder("./usr/src/")
          .symbolicLink("./usr/src/k.tar.xz", "k/k.tar.xz")
          .file("./usr/src/k/k.tar.xz", "the tarball")
          .bytes();

  @TempDir Path temp;

  private static Optional<String> take(Path deb, ByteArrayOutputStream into) throws IOException {
    return new DebFile(deb)
        .take(name -> name.endsWith("/k.tar.xz"), (name, size, in) -> in.transferTo(into));
  }

  @Test
  void takesTheFileInsteadOfALink() throws IOException {
    Path deb = SampleDeb.write(temp.resolve("a b ü.deb"), DATA);
    ByteArrayOutputStream content = new ByteArrayOutputStream();

    assertThat(take(deb, content)).hasValue("usr/src/k/k.tar.xz");
    assertThat(content.toString(StandardCharsets.UTF_8)).isEqualTo("the tarball");
    assertThat(new DebFile(deb).take(name -> false, (name, size, in) -> {})).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 30, 100, 150, 200})
  void reportsATruncatedPackage(int length) throws IOException {
    byte[] whole = Files.readAllBytes(SampleDeb.write(temp.resolve("w.deb"), DATA));
    Path cut = Files.write(temp.resolve("cut.deb"), Arrays.copyOf(whole, length));

    assertThatThrownBy(() -> take(cut, new ByteArrayOutputStream()))
        .isInstanceOf(ArchiveFailure.class)
        .hasMessageContaining(cut.toString());
  }
}
