// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncompleteOutputsTest {
  private static final String WHOLE =
      """
      savedcmd_net/tcp.o := gcc -c

      source_net/tcp.o := net/tcp.c

      deps_net/tcp.o := \\
        include/net/tcp.h \\

      net/tcp.o: $(deps_net/tcp.o)

      $(deps_net/tcp.o):
      """;

  @TempDir Path tree;

  @BeforeEach
  void source() throws IOException {
    at("net/tcp.c", "int x;", 0);
  }

  @Test
  void keepsCompleteFiles() throws IOException {
    at("net/tcp.o", "object", 10);
    at("net/.tcp.o.cmd", WHOLE, 11);
    at("net/built-in.a", "archive", 12);
    at("net/.built-in.a.cmd", "savedcmd_net/built-in.a := ar\n", 12);
    assertThat(IncompleteOutputs.delete(tree)).isEmpty();
    assertThat(tree.resolve("net/tcp.o")).exists();
  }

  @Test
  void deletesAnIncompleteObjectAndItsCommand() throws IOException {
    at("net/tcp.o", "half an obj", 20);
    at("net/.tcp.o.cmd", WHOLE, 11);
    IncompleteOutputs.delete(tree);
    assertThat(tree.resolve("net/tcp.o")).doesNotExist();
    assertThat(tree.resolve("net/.tcp.o.cmd")).doesNotExist();
    assertThat(tree.resolve("net/tcp.c")).exists();
  }

  @Test
  void deletesTheObjectOfATruncatedCommand() throws IOException {
    at("net/tcp.o", "object", 10);
    at("net/.tcp.o.cmd", WHOLE.substring(0, WHOLE.indexOf("include/net")), 11);
    IncompleteOutputs.delete(tree);
    assertThat(tree.resolve("net/tcp.o")).doesNotExist();
  }

  private void at(String name, String content, int second) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000L + second)));
  }
}
