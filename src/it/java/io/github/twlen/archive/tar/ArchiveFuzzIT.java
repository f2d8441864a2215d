// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs all rounds, on archives of the real programs. */
class ArchiveFuzzIT extends ArchiveFuzzTest {
  @Override
  byte[] tar() throws IOException {
    Path top = folder.resolve("made/linux-6.1");
    Path net = Files.createDirectories(top.resolve("include/net"));
    Files.write(net.resolve("noise.h"), noise());
    Files.writeString(net.resolve("tcp.h"), HEADER);
    Files.writeString(top.resolve("Makefile"), MAKEFILE);
    Files.createSymbolicLink(top.resolve("link"), Path.of("include/net/tcp.h"));
    Files.createLink(top.resolve("n".repeat(120)), top.resolve("Makefile"));
    Path file = folder.resolve("tar.tar");
    run("tar", "-C", folder.resolve("made").toString(), "-cf", file.toString(), "linux-6.1");
    return Files.readAllBytes(file);
  }

  @Override
  byte[] packed(String kind, byte[] tar) throws IOException {
    List<String> compressor =
        switch (kind) {
          case "xz" -> List.of("xz");
          case "xz-blocks" -> List.of("xz", "--block-size=8192");
          case "gz" -> List.of("gzip");
          case "bz2" -> List.of("bzip2");
          case "zst" -> List.of("zstd", "-q", "--check");
          default -> throw new IllegalArgumentException(kind);
        };
    Path file = Files.write(folder.resolve("good.tar"), tar);
    Command command = Command.of(compressor.toArray(String[]::new));
    assertThat(new CommandRunner().run(command.with("--keep", file.toString())).ok()).isTrue();
    String suffix = kind.replace("-blocks", "");
    return Files.readAllBytes(folder.resolve("good.tar." + suffix));
  }

  private static void run(String... arguments) {
    assertThat(new CommandRunner().run(Command.of(arguments)).ok()).isTrue();
  }
}
