// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.process.TestRun;
import io.github.twlen.verify.guest.Kvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulationTest {
  @TempDir Path folder;

  /** Results since the host's boot are kept, so no trial guest starts. */
  @ParameterizedTest(name = "asked {0}, provider {1}, KVM {2}")
  @CsvSource({
    "false, libvirt,    works, false",
    "false, libvirt,    hangs, true",
    "false, ,           hangs, true",
    "false, virtualbox, hangs, false",
    "true,  libvirt,    works, true",
  })
  void avoidsKvmThatHangsGuests(boolean asked, String provider, String shown, boolean needed)
      throws IOException {
    Path memory = Files.writeString(folder.resolve("memory"), shown + " boot-1\n");
    Kvm kvm = new Kvm(Files.createFile(folder.resolve("kvm")), memory, "boot-1");
    Emulation emulation = new Emulation(asked, Optional.ofNullable(provider), kvm);
    assertThat(emulation.needed(TestRun.in(folder))).isEqualTo(needed);
  }
}
