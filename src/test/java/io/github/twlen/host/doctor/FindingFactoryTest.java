// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.host.doctor.Tool.State;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.recipe.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Remedies for old tools. */
class FindingFactoryTest {
  private static String remedy(String program, Optional<String> environment) {
    Tool old =
        new Tool(
            HostRequirement.program(program, ""),
            Optional.of(Path.of("/usr/bin", program)),
            Optional.of(Version.of("1.0")),
            Optional.of(Version.of("2.0")),
            Optional.empty(),
            State.TOO_OLD);
    return FindingFactory.tooOld(List.of(old), environment).get(0).remedy();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "make", "ld", "pahole", "rpmbuild"})
  void advisesContainerForCompilingTools(String program) {
    assertThat(remedy(program, Optional.of("el7"))).endsWith("or build with --in container");
    assertThat(remedy(program, Optional.empty()))
        .as("a recipe without an environment")
        .endsWith("--in container --image IMAGE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"qemu-system-x86_64", "qemu-kvm", "vagrant", "podman", "ccache"})
  void advisesNoContainerForOtherTools(String program) {
    assertThat(remedy(program, Optional.of("el7"))).isEqualTo("install a newer one");
  }
}
