// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.ExitCode;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskImageTest {
  @TempDir Path temp;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(temp.resolve("disk image"), bytes);
  }

  private Path file(ByteBuffer buffer) throws IOException {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return file(bytes);
  }

  private static ByteBuffer qcow2() {
    return ByteBuffer.allocate(1024).putInt(0, 0x514649FB).putInt(4, 3).putLong(24, 5L << 30);
  }

  private String refusal(Path image) {
    ImageFailure failure = catchThrowableOfType(ImageFailure.class, () -> DiskImage.of(image));
    assertThat(failure).hasMessageStartingWith("cannot use the image " + image + ": ");
    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failure.what() + failure.remedy()).doesNotContain("\n", "\u001b");
    assertThat(failure.remedy()).isNotEmpty();
    return failure.what().substring(("cannot use the image " + image + ": ").length());
  }

  @Test
  void readsQcow2AndRaw() throws IOException {
    Path file = file(qcow2());
    assertThat(DiskImage.of(file)).isEqualTo(new DiskImage(file, "qcow2", 5L << 30));
    file(qcow2().putInt(4, 2).putLong(72, 4));
    assertThat(DiskImage.of(file).format()).as("version 2 has no features").isEqualTo("qcow2");
    file(ByteBuffer.allocate(4096).putShort(510, (short) 0x55AA));
    assertThat(DiskImage.of(file)).isEqualTo(new DiskImage(file, "raw", 4096));
  }

  @Test
  void refusesWhatIsNoImage() throws IOException {
    assertThat(refusal(temp.resolve("absent"))).isEqualTo("no such file");
    assertThat(refusal(temp)).isEqualTo("it is a directory");
    assertThat(refusal(Path.of("/dev/null"))).isEqualTo("not a regular file");
    assertThat(refusal(file(new byte[0]))).isEqualTo("it is empty");
    assertThat(refusal(file(new byte[511]))).isEqualTo("it has only 511 bytes");
    assertThat(refusal(file("<html>".repeat(1000).getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("neither qcow2 nor a raw disk with a boot sector");
    assertThat(refusal(file(qcow2().putInt(4, 1)))).contains("version 1");
    assertThat(refusal(file(qcow2().putInt(32, 2)))).isEqualTo("it is encrypted");
  }

  /** Such an image may name any file of this host, and the guest would read it. */
  @Test
  void refusesOtherFiles() throws IOException {
    byte[] name = "/etc/sha\u001b[31mdow".getBytes(StandardCharsets.UTF_8);
    ByteBuffer based = qcow2().putLong(8, 600).putInt(16, name.length).put(600, name);
    assertThat(refusal(file(based)))
        .startsWith("it is based on another file, /etc/sha")
        .endsWith("dow");
    assertThat(refusal(file(qcow2().putLong(72, 4)))).isEqualTo("its data is in another file");
    // Corrupt places of the name.
    assertThat(refusal(file(qcow2().putLong(8, 600).putInt(16, Integer.MIN_VALUE))))
        .startsWith("it is based on another file");
    assertThat(refusal(file(qcow2().putLong(8, Long.MIN_VALUE).putInt(16, -1))))
        .startsWith("it is based on another file");
    assertThat(refusal(file(qcow2().putLong(8, Long.MAX_VALUE).putInt(16, 9)))).isNotEmpty();
  }

  @Test
  void refusesTheOverlaysOfQemuImg() throws IOException {
    Path base = Files.write(temp.resolve("base"), new byte[1 << 20]);
    Path overlay = temp.resolve("overlay");
    run("qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", base.toString(), overlay);
    assertThat(refusal(overlay)).isEqualTo("it is based on another file, " + base);
    Path apart = temp.resolve("apart");
    String data = "data_file=" + temp.resolve("data");
    run("qemu-img", "create", "-q", "-f", "qcow2", "-o", data, apart, "1M");
    assertThat(refusal(apart)).isEqualTo("its data is in another file");
    run("qemu-img", "create", "-q", "-f", "qcow2", temp.resolve("whole"), "1M");
    assertThat(DiskImage.of(temp.resolve("whole")).bytes()).isEqualTo(1 << 20);
  }

  private static void run(Object... words) {
    String[] argv = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
    assertThat(new CommandRunner().run(Command.of(argv)).ok()).isTrue();
  }
}
