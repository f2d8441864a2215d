// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  private static final AtomicFile.Writer WRITER =
      out -> out.write("the patch\n".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  @Test
  void writesToAPipe() throws IOException, InterruptedException {
    Path pipe = AtomicFileTest.pipe(folder.resolve("pipe"));
    CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> read(pipe));
    assertThat(new OutputFile(pipe).write(WRITER)).isEmpty();
    assertThat(reader.join()).isEqualTo("the patch\n");
    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
  }

  @Test
  void rejectsAPipeWithoutReader() throws IOException, InterruptedException {
    Path pipe = AtomicFileTest.pipe(folder.resolve("pipe"));
    try {
      assertThatThrownBy(() -> new OutputFile(pipe).write(WRITER))
          .isInstanceOf(WorkspaceFailure.class)
          .hasMessage("cannot write " + pipe + ": no process reads from this pipe");
    } finally {
      // Ends the thread that waits for a reader.
      FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
    }
  }

  @Test
  void writesToADevice() {
    assertThat(new OutputFile(Path.of("/dev/null")).write(WRITER)).isEmpty();
    assertThatThrownBy(() -> new OutputFile(Path.of("/dev/full")).write(WRITER))
        .isInstanceOf(WorkspaceFailure.class)
        .hasMessageContaining("cannot write /dev/full: No space");
    for (String device : new String[] {"/dev/null", "/dev/full"}) {
      assertThat(Files.isRegularFile(Path.of(device))).isFalse();
    }
  }

  @Test
  void followsALink() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    new OutputFile(link).write(WRITER);
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(real).hasContent("the patch");
  }

  /** Simulates {@code -o /dev/fd/3 3>>file}. */
  @Test
  void appendsToAnOpenFile() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("log"), "before\n");
    Object inode = Files.getAttribute(file, "unix:ino");
    Process holder =
        new ProcessBuilder("sh", "-c", "echo; exec sleep 60")
            .redirectError(ProcessBuilder.Redirect.appendTo(file.toFile()))
            .start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('\n');
      new OutputFile(Path.of("/proc/" + holder.pid() + "/fd/2")).write(WRITER);
      assertThat(file).hasContent("before\nthe patch");
      assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  /** Simulates {@code -o /dev/fd/3} where 3 is Java's class archive. */
  @Test
  void rejectsAFileOpenForReading() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("classes"), "whole");
    Process holder =
        new ProcessBuilder("sh", "-c", "echo; exec sleep 60").redirectInput(file.toFile()).start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('\n');
      assertThatThrownBy(
              () -> new OutputFile(Path.of("/proc/" + holder.pid() + "/fd/0")).write(WRITER))
          .isInstanceOf(WorkspaceFailure.class)
          .hasMessageEndingWith("it is not open for writing");
      assertThat(file).hasContent("whole");
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void replacesACircularLink() throws IOException {
    Path one = Files.createSymbolicLink(folder.resolve("one"), Path.of("two"));
    Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    new OutputFile(one).write(WRITER);
    assertThat(one).hasContent("the patch");
  }

  private static String read(Path pipe) {
    try {
      return Files.readString(pipe);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
