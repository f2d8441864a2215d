// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How {@code --guest vagrant} fails, through the command line: a script in Vagrant's place says
 * what a real one said.
 */
class VagrantFailuresIT {
  @TempDir Path folder;
  private Path bin;

  @BeforeEach
  void kernel() throws IOException {
    ByteBuffer image = ByteBuffer.allocate(0x8000).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
    image.putShort(0x20e, (short) 0x3000);
    image.put(0x3200, "6.1.192-tw15 (me@here) #1\0".getBytes(StandardCharsets.US_ASCII));
    Files.write(folder.resolve("bzImage"), image.array());
    bin = Files.createDirectories(folder.resolve("bin"));
  }

  private void vagrant(String up) throws IOException {
    Path program = bin.resolve("vagrant");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo "$1" >> '%s/calls'
        case $1 in
          --version) echo 'Vagrant 2.3.4' ;;
          up) mkdir -p .vagrant; %s ;;
          destroy) exit 1 ;;
        esac
        """
            .formatted(folder, up));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private static String error(String type, String words) {
    return "echo '1,,error-exit,Vagrant::Errors::" + type + "," + words + "'; exit 1";
  }

  private TwlenProgram.Result verify(String... more) {
    String[] words = new String[6 + more.length];
    System.arraycopy(
        new String[] {"verify", "bzImage", "--seconds", "15", "--guest", "vagrant"},
        0,
        words,
        0,
        6);
    System.arraycopy(more, 0, words, 6, more.length);
    return new TwlenProgram(folder, folder.resolve("cache"))
        .with("PATH", bin + ":" + System.getenv("PATH"))
        .run(words);
  }

  private static void assertFailure(TwlenProgram.Result result, int exit, String what) {
    assertThat(result.exit()).as(result.all()).isEqualTo(exit);
    assertThat(result.err()).contains("twlen: " + what);
    // There never was a guest.
    assertThat(result.err()).doesNotContain("removing the guest", "may still run");
  }

  @Test
  void reportsAMissingBox() throws IOException {
    vagrant(error("BoxNotFound", "The box was not found."));
    assertFailure(
        verify("--box", "no/box", "--emulate"),
        3,
        "cannot find Vagrant box no/box: The box was not found.");
    assertFailure(verify("--box", "./no.box", "--emulate"), 3, "cannot find Vagrant box ./no.box");
  }

  @Test
  void reportsAMissingProvider() throws IOException {
    vagrant(error("ProviderNotUsable", "It needs Windows."));
    assertFailure(
        verify("--box", "a/b", "--provider", "hyperv"),
        3,
        "no working Vagrant provider: It needs Windows.");
    assertThat(Files.readAllLines(folder.resolve("calls"))).contains("up", "destroy");
  }

  @Test
  void reportsAGuestThatDoesNotAnswer() throws IOException {
    vagrant("echo 'Booting' > console.log; " + error("VMBootTimeout", "Timed out."));
    TwlenProgram.Result result = verify("--box", "a/b", "--emulate");
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err()).contains("did not answer ssh: Timed out.", "  | Booting");
  }

  @Test
  void rejectsConflictingOptions() throws IOException {
    vagrant("");
    assertFailure(verify(), 2, "cannot use --guest vagrant without a box");
    assertFailure(verify("--box", "a/b", "--boot-timeout", "0"), 2, "cannot use --boot-timeout 0");
    assertFailure(verify("--box", "a/b", "--load", "0"), 2, "cannot use --load 0");
    assertFailure(
        new TwlenProgram(folder, folder.resolve("cache"))
            .run("verify", "bzImage", "--seconds", "15", "--box", "a/b"),
        2,
        "cannot use --box: ");
  }
}
