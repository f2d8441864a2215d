// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.spec.SpecFile;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.SampleArchitectures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RpmBuildRequestTest {
  private static final Architecture FOREIGN =
      SampleArchitectures.ALL.all().stream().filter(one -> !one.isOfHost()).findFirst().get();
  private static final Architecture HOST = SampleArchitectures.ALL.ofHost().orElseThrow();

  private static SpecFile spec(String text) {
    return SpecFile.of("kernel.spec", text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static RpmBuildRequest request(Architecture architecture) {
    BuildPlan.ByRpm plan =
        new BuildPlan.ByRpm(
            RpmBuild.Goal.BINARY,
            List.of("baseonly"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            architecture,
            false,
            Optional.empty());
    return new RpmBuildRequest(plan, 2, Launcher.NONE, new HostEnvironment(), RemedyPlan.NONE);
  }

  @Test
  void namesTheTargetOfRpm() {
    RpmBuildRequest request = request(SampleArchitectures.ARM64);
    assertThat(request.settings(List.of())).containsSequence("--target", "aarch64");
  }

  @Test
  void enablesTheCrossCompilerOfASpec() {
    SpecFile spec = spec("%define with_cross %{?_with_cross: 1} %{?!_with_cross: 0}\n");
    assertThat(request(FOREIGN).forSpec(spec).plan().with()).containsExactly("baseonly", "cross");
    assertThat(request(HOST).forSpec(spec).plan().with()).containsExactly("baseonly");
  }

  @Test
  void rejectsASpecWithoutCrossCompiler() {
    SpecFile spec = spec("Name: kernel\n%define with_cross_headers 1\n");
    assertThat(request(HOST).forSpec(spec).plan().with()).containsExactly("baseonly");
    assertThatThrownBy(() -> request(FOREIGN).forSpec(spec))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("no condition cross");
  }
}
