// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.MissingDependencyFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticBusyboxTest {
  private static final int PT_LOAD = 1;
  private static final int PT_INTERP = 3;

  @TempDir Path folder;

  private Path elf(String name, int machine, int... segments) throws IOException {
    ByteBuffer elf = ByteBuffer.allocate(64 + 56 * segments.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
    elf.putShort(18, (short) machine);
    elf.putLong(32, 64);
    elf.putShort(54, (short) 56);
    elf.putShort(56, (short) segments.length);
    for (int i = 0; i < segments.length; i++) {
      elf.putInt(64 + 56 * i, segments[i]);
    }
    return Files.write(folder.resolve(name), elf.array());
  }

  @Test
  void findsTheFirstStaticOne() throws IOException {
    Path dynamic = elf("dynamic", 62, PT_LOAD, PT_INTERP, PT_LOAD);
    Path arm = elf("arm", 183, PT_LOAD);
    Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");
    Path good = elf("static", 62, PT_LOAD, PT_LOAD);
    List<Path> places = List.of(folder.resolve("absent"), folder, script, dynamic, arm, good);
    assertThat(StaticBusybox.find(places, 62).file()).isEqualTo(good);
    assertThat(StaticBusybox.find(places, 183).file()).isEqualTo(arm);
  }

  @Test
  void rejectsATruncatedProgramTable() throws IOException {
    Path cut = elf("cut", 62, PT_LOAD, PT_LOAD);
    Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 80));
    assertThat(StaticBusybox.isStatic(cut, 62)).isFalse();
  }

  @Test
  void reportsThePackageToInstall() {
    assertThatThrownBy(() -> StaticBusybox.find(List.of(folder.resolve("absent")), 62))
        .isInstanceOfSatisfying(
            MissingDependencyFailure.class,
            failure -> assertThat(failure.remedy()).contains("busybox-static"));
  }
}
