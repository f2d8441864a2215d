// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Provides images with a podman stub that records its arguments. */
class ContainerImageTest {
  @TempDir Path folder;

  private Path podman(String exists, String build) throws IOException {
    Path script = folder.resolve("podman");
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo "$@" >> '%s/orders'
        case $1 in
          --version) echo podman version 4.3.1 ;;
          image) exit %s ;;
          build) cat Containerfile; echo building; exit %s ;;
        esac
        """
            .formatted(folder, exists, build));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private void provide(Path podman, ContainerImage image) {
    new ContainerEnvironment(Optional.of(podman.toString()), image)
        .provide(TestRun.in(folder.resolve("a b")));
  }

  private String orders() throws IOException {
    return Files.readString(folder.resolve("orders"));
  }

  @Test
  void usesAnExistingImage() throws IOException {
    provide(podman("0", "1"), ContainerImage.named("mine:1"));
    assertThat(orders()).isEqualTo("--version\nimage exists mine:1\n");
  }

  @Test
  void neverPullsTheUsersImage() throws IOException {
    Path podman = podman("1", "0");
    assertThatThrownBy(() -> provide(podman, ContainerImage.named("mine:1")))
        .isInstanceOfSatisfying(
            MissingDependencyFailure.class,
            e -> assertThat(e.remedy()).contains("podman pull mine:1"));
  }

  @Test
  void buildsADefinitionOnce() throws IOException {
    ContainerImage image = ContainerImage.defined("el7", "FROM x\n", false);
    provide(podman("1", "0"), image);
    assertThat(orders()).endsWith("build --tag " + image.name() + " --file Containerfile .\n");
    ContainerImage offline = ContainerImage.defined("el7", "FROM x\n", true);
    Path podman = podman("1", "0");
    assertThatThrownBy(() -> provide(podman, offline))
        .isInstanceOf(MissingDependencyFailure.class)
        .hasMessageContaining("offline");
  }

  @Test
  void reportsAFailedImageBuild() throws IOException {
    Path podman = podman("1", "1");
    assertThatThrownBy(() -> provide(podman, ContainerImage.defined("el7", "FROM x\n", false)))
        .isInstanceOfSatisfying(
            MissingDependencyFailure.class,
            e -> {
              assertThat(e.what()).startsWith("cannot build image").endsWith(": building");
              assertThat(e.remedy()).contains("build.log");
            });
  }

  @Test
  void reportsAProgramThatDoesNotWork() throws IOException {
    Path podman = podman("125", "0");
    assertThatThrownBy(() -> provide(podman, ContainerImage.named("x")))
        .isInstanceOf(MissingDependencyFailure.class)
        .hasMessageContaining("cannot find image x: ");
    assertThatThrownBy(() -> provide(folder.resolve("none"), ContainerImage.named("x")))
        .isInstanceOf(MissingDependencyFailure.class)
        .hasMessageContaining("cannot find " + folder.resolve("none"));
  }
}
