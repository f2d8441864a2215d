// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.SampleArchitectures;
import io.github.twlen.verify.guest.KvmVerdict.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses a script instead of QEMU. */
class KvmTrialTest {
  private static final String LINE = "echo '" + KvmTrial.LINE + "'\n";

  @TempDir Path folder;
  private Kvm kvm = new Kvm(Path.of("/none"), Path.of("/none"), "");

  @BeforeEach
  void device() throws IOException {
    kvm = new Kvm(Files.createFile(folder.resolve("kvm")), folder.resolve("memory"), "boot-1");
  }

  private KvmTrial trial(String withKvm, String without) throws IOException {
    Path program = folder.resolve("qemu-system-x86_64");
    Files.writeString(
        program,
        "#!/bin/sh\necho \"$*\" >> "
            + folder
            + "/calls\ncase \"$*\" in *'-accel kvm'*) "
            + withKvm
            + " ;; esac\n"
            + without);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new KvmTrial(
        kvm,
        Optional.of(SampleArchitectures.X86_64),
        Map.of("PATH", folder.toString()),
        new KvmTrial.Limits(Duration.ofSeconds(2), Duration.ofSeconds(60)),
        TestRun.in(folder));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  @Test
  void cachesThatKvmHangsGuestsUntilReboot() throws IOException {
    KvmTrial trial = trial("exec sleep 600", LINE);
    assertThat(trial.call().state()).isEqualTo(State.PRETENDS);
    assertThat(trial.call().detail()).contains("tried earlier");
    assertThat(trial.works()).isFalse();
    assertThat(calls()).hasSize(2);
    assertThat(kvm.worthTrying()).isFalse();
    assertThat(new Kvm(kvm.device(), kvm.memory(), "boot-2").known()).isEmpty();
  }

  @Test
  void cachesThatKvmWorks() throws IOException {
    KvmTrial trial = trial("true", LINE);
    assertThat(trial.call().state()).isEqualTo(State.WORKS);
    assertThat(trial.call().detail()).contains("tried earlier");
    assertThat(trial.works()).isTrue();
    assertThat(calls()).hasSize(1);
    assertThat(kvm.worthTrying()).isTrue();
  }

  @Test
  void doesNotCacheThatKvmRefusesGuests() throws IOException {
    KvmTrial trial = trial("echo 'ioctl(KVM_CREATE_VM) failed: 16' >&2; exit 1", LINE);
    assertThat(trial.call().state()).isEqualTo(State.REFUSES);
    assertThat(trial.call().detail()).contains("ioctl(KVM_CREATE_VM) failed: 16");
    assertThat(trial.works()).isFalse();
    assertThat(kvm.known()).isEmpty();
  }

  @Test
  void trustsKvmWhereNoGuestRuns() throws IOException {
    KvmTrial trial = trial("exit 1", "exit 1");
    assertThat(trial.call().state()).isEqualTo(State.UNCLEAR);
    assertThat(trial.works()).isTrue();
  }

  @Test
  void reportsAMissingDevice() {
    Kvm none = new Kvm(folder.resolve("no-device"), folder.resolve("memory"), "boot-1");
    assertThat(none.known().map(KvmVerdict::state)).contains(State.ABSENT);
    assertThat(none.worthTrying()).isFalse();
  }

  /** DoctorIT boots it. */
  @Test
  void writesAMultibootHeader() {
    ByteBuffer image =
        ByteBuffer.wrap(KvmTrial.bytes(SampleArchitectures.X86_64.trial().orElseThrow()))
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(image.getInt(0)).isEqualTo(0x1BADB002);
    assertThat(image.getInt(0) + image.getInt(4) + image.getInt(8)).isZero();
    int base = image.getInt(16);
    int textAt = image.getInt(32 + 14) - base;
    assertThat(new String(image.array(), StandardCharsets.US_ASCII).substring(textAt))
        .startsWith(KvmTrial.LINE + "\r\n\0");
    assertThat(image.getInt(20) - base).isEqualTo(image.capacity());
  }
}
