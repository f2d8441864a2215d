// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.build.rpm.ToyRpm;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs rpmbuild in a container, in a directory with an unusual name. */
@Tag("e2e")
@ExtendWith(ContainerBox.Maker.class)
class ContainerRpmIT {
  private static final String SPEC =
      ToyRpm.spec(
          """
          ApplyOptionalPatch() { patch -p1 -F1 -s < $RPM_SOURCE_DIR/$1 ; }
          ApplyOptionalPatch linux-kernel-test.patch
          """,
          """
          test "$(ls /sys/class/net)" = lo
          test "$HOME" = "%{_topdir}"
          test "$(ls /twlen)" = "$(printf 'ccache\\ntrees')"
          """);
  private final ContainerBox box;

  @TempDir Path temporary;
  private Path cache;
  private ToyRpm toy;

  ContainerRpmIT(ContainerBox box) {
    this.box = box;
  }

  @BeforeEach
  void sources() throws IOException {
    cache = ContainerBox.oddFolder(temporary);
    new Workspace(cache).root(); // Marks the cache before it has files.
    toy = new ToyRpm(temporary, new RpmTopDir(cache.resolve("trees/toy")));
    toy.sources();
  }

  private BuiltKernel build(String text) {
    return toy.build(text, box.environment(), cache);
  }

  @Test
  void copiesPackagesOfCaller() throws IOException {
    BuiltKernel built = build(SPEC);
    assertThat(built.headerSeen()).hasToString("read after %prep and in kernel-devel");
    List<RpmPackage> made = built.packages().stream().map(RpmPackage::open).toList();
    assertThat(made)
        .extracting(rpm -> rpm.name() + "-" + rpm.versionRelease())
        .containsExactlyInAnyOrder("kernel-3.10-1.el7.tw15", "kernel-devel-3.10-1.el7.tw15");
    RpmPackage devel =
        made.stream().filter(rpm -> rpm.name().equals("kernel-devel")).findFirst().orElseThrow();
    assertThat(devel.content(p -> p.endsWith("/tcp.h")).orElseThrow())
        .asString(StandardCharsets.US_ASCII)
        .contains("(15*HZ)");
    for (Path file : files(cache)) {
      assertThat(Files.getOwner(file).getName()).isEqualTo(System.getProperty("user.name"));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void keepsLogOfFailedBuild() throws IOException {
    assertThatThrownBy(
            () -> build(SPEC.replace("make V=1", "echo toy.c:1: error: none >&2; exit 7")))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("toy.c:1: error: none");
    assertThat(toy.log()).content().contains("toy.c:1: error: none");
  }

  @Test
  void namesMissingDependencies() {
    String needs = SPEC.replace("License: none", "License: none\nBuildRequires: hmaccalc");
    assertThatThrownBy(() -> build(needs))
        .isInstanceOf(MissingDependencyFailure.class)
        .hasMessageContaining("hmaccalc");
  }
}
