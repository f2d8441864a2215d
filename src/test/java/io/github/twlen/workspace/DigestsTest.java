// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {
  @TempDir Path folder;

  @Test
  void computesTheChecksumOfAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "abc");
    // The example of FIPS 180-4.
    assertThat(Digests.sha256(file)).startsWith("ba7816bf").endsWith("f20015ad");
    assertThat(Digests.of("SHA-1", file)).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
  }

  /** Uses a directory, since root can read any file. */
  @Test
  void reportsAnUnreadableFile() {
    assertThatThrownBy(() -> Digests.sha256(folder))
        .isInstanceOf(WorkspaceFailure.class)
        .hasMessageContaining("cannot read " + folder);
  }
}
