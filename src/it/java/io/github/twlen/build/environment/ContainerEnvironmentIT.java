// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.StaleProcesses;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs containers in a directory with an odd name. */
@Tag("e2e")
@ExtendWith(ContainerBox.Maker.class)
class ContainerEnvironmentIT {
  private final ContainerBox box;

  @TempDir Path temporary;
  private Path cache;
  private RpmTopDir top;

  ContainerEnvironmentIT(ContainerBox box) {
    this.box = box;
  }

  @BeforeEach
  void folder() throws IOException {
    cache = new Workspace(ContainerBox.oddFolder(temporary)).root();
    top = new RpmTopDir(cache.resolve("trees/toy"));
    Files.createDirectories(top.root());
  }

  @AfterEach
  void findsNoLeftovers() {
    assertThat(running("--all")).isEmpty();
  }

  /** Returns the containers of this box; other tests may run their own. */
  private List<String> running(String... more) {
    List<String> words = new ArrayList<>(List.of("ps", "--quiet", "--filter"));
    words.add("ancestor=" + box.image());
    words.addAll(List.of(more));
    return box.podman(words.toArray(String[]::new)).output();
  }

  private CommandRunner runner() {
    return new CommandRunner(top.root().toString());
  }

  private RunContext context() {
    return new RunContext(new Workspace(cache), runner(), Progress.SILENT);
  }

  private ActiveEnvironment open() {
    return box.environment().open(top.root(), context());
  }

  private Command command(String... argv) {
    return Command.of(argv).in(top.root());
  }

  @Test
  void namesAProgramThatTheImageLacks() {
    try (ActiveEnvironment active = open()) {
      assertThatThrownBy(() -> active.run(command("icecc", "--version"), line -> {}))
          .isInstanceOf(MissingDependencyFailure.class)
          .hasMessage("cannot run icecc: not in image " + box.image());
    }
  }

  @Test
  void knowsTheChecksumOfItsImage() {
    String id = box.podman("image", "inspect", "--format", "{{.Id}}", box.image()).output().get(0);
    assertThat(box.environment().imageSha256(runner())).contains(id);
    assertThat(id).hasSize(64);
  }

  @Test
  void reportsAMissingImage() {
    ContainerEnvironment none =
        new ContainerEnvironment(
            Optional.of(box.podman().toString()), ContainerImage.named("localhost/twlen-none:1"));
    assertThatThrownBy(() -> none.open(top.root(), context()))
        .isInstanceOf(MissingDependencyFailure.class)
        .hasMessageContaining("cannot find image localhost/twlen-none:1");
  }

  @Test
  void stopsAtALinkOutOfTheWorkDirectory() throws IOException {
    Path specs = Files.createDirectories(top.root().resolve("SPECS"));
    try (ActiveEnvironment active = open()) {
      Command hostile =
          command("sh", "-c", "rmdir SPECS && ln -s '" + temporary.toAbsolutePath() + "' SPECS");
      assertThatThrownBy(() -> active.run(hostile, line -> {}))
          .isInstanceOf(BuildFailure.class)
          .hasMessageContaining("put a link at " + specs);
      assertThat(specs).doesNotExist();
      assertThat(temporary).exists();
    }
  }

  @Test
  void passesOnlyTheCommandsVariables() {
    try (ActiveEnvironment active = open()) {
      List<String> seen =
          active
              .run(
                  command("env")
                      .withEnvironment("ODD", "a b,c:\"ü'$x")
                      .withEnvironment("TMPDIR", active.shown(top.root()).toString()),
                  line -> {})
              .output();
      assertThat(seen)
          .contains(
              "ODD=a b,c:\"ü'$x", "TMPDIR=/twlen/trees/toy", StaleProcesses.MARK + "=" + top.root())
          .noneMatch(line -> line.startsWith("JAVA_HOME="));
      assertThat(active.run(command("pwd"), line -> {}).output())
          .containsExactly("/twlen/trees/toy");
      CommandResult store = active.run(command("touch", "/twlen/ccache/x"), line -> {});
      assertThat(store.ok()).as(store.lastLine()).isTrue();
      assertThat(BuildEnvironment.compilerCache(cache).resolve("x")).isEmptyFile();
    }
  }

  @Test
  void removesTheContainerOfAKilledRun() {
    try (ActiveEnvironment active = open()) {
      assertThatThrownBy(
              () -> active.run(command("sleep", "600").within(Duration.ofSeconds(2)), line -> {}))
          .isInstanceOf(ProcessFailure.class);
      // podman ended, but its container still runs; the next run finds it.
      long before = System.nanoTime();
      try (ActiveEnvironment next = open()) {
        assertThat(next.run(command("true"), line -> {}).ok()).isTrue();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
    }
    assertThat(StaleProcesses.end(top.root().toString())).isEmpty();
  }

  @Test
  void findsProcessesInTheContainerByTheirMark() throws InterruptedException {
    try (ActiveEnvironment active = open()) {
      Thread build =
          new Thread(() -> active.run(command("sleep", "600"), line -> {}), "build in a container");
      build.start();
      List<Long> ended = List.of();
      for (int i = 0; i < 100 && ended.size() < 2; i++) {
        Thread.sleep(100);
        if (running().size() == 1) {
          ended = StaleProcesses.end(top.root().toString());
        }
      }
      assertThat(ended).hasSizeGreaterThanOrEqualTo(2); // podman and the sleep
      build.join(Duration.ofSeconds(20).toMillis());
      assertThat(build.isAlive()).isFalse();
    }
  }

  /** Starts from a local image, since a test pulls none. */
  @Test
  void buildsADefinitionOnce() {
    ContainerImage image =
        ContainerImage.defined(
            "toy" + ProcessHandle.current().pid(), "FROM " + box.image() + "\nENV TOY=1\n", false);
    ContainerEnvironment environment =
        new ContainerEnvironment(Optional.of(box.podman().toString()), image);
    try {
      environment.provide(context());
      ContainerEnvironment offline =
          new ContainerEnvironment(
              environment.program(), new ContainerImage(image.name(), image.definition(), true));
      try (ActiveEnvironment active = offline.open(top.root(), context())) {
        assertThat(active.run(command("env"), line -> {}).output()).contains("TOY=1");
      }
    } finally {
      box.podman("rmi", "--force", image.name());
    }
  }
}
