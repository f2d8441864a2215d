// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.build.config.ChosenRemedies;
import io.github.twlen.build.config.ToolVersions;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.fixture.Distccd;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.SampleArchitectures;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs rpmbuild on a spec that calls compilers by their plain names. */
class CompilerWrappersIT {
  private static final String SPEC =
      """
      Name: toy
      Version: 1
      Release: 1
      Summary: A toy
      License: None
      %description
      It compiles two files.
      %build
      echo 'int one(void) { return 1; }' > one.c
      echo 'int two(void) { return 2; }' > two.c
      gcc -c -o one.o one.c
      make -f - two.o CC=cc <<< ''
      test -s two.o
      ! command -v x86_64-redhat-linux-g++ || exit 1
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "two words & it's"})
  void compilesOnTheFarm(String name) throws IOException {
    try (Distccd farm = new Distccd(folder)) {
      CommandResult result = rpmbuild(Launcher.DISTCC, folder.resolve(name), farm);
      assertThat(result.ok()).as(String.join("\n", result.errors())).isTrue();
      assertThat(farm.jobs()).extracting(Distccd.Job::outcome).containsOnly("COMPILE_OK");
      assertThat(farm.jobs())
          .extracting(Distccd.Job::source)
          .containsExactlyInAnyOrder("one.c", "two.c");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "CCACHE"})
  void compilesHereWithoutAFarm(Launcher launcher) throws IOException {
    try (Distccd farm = new Distccd(folder)) {
      CommandResult result = rpmbuild(launcher, folder.resolve("cache"), farm);
      assertThat(result.ok()).as(String.join("\n", result.errors())).isTrue();
      assertThat(farm.jobs()).isEmpty();
    }
    assertThat(Files.exists(folder.resolve("cache/ccache"))).isEqualTo(launcher == Launcher.CCACHE);
  }

  @Test
  void removesTheScriptsOfAnotherLauncher() throws IOException {
    Path cache = new Workspace(folder.resolve("cache")).root();
    Path work = Files.createDirectory(cache.resolve("work"));
    try (ActiveEnvironment active = site(cache, work)) {
      open(Launcher.CCACHE, active, work, cache);
      assertThat(work.resolve("masquerade/bin/gcc")).content().contains("exec ccache gcc");
      Command plain = Command.of("true");
      Command none = open(Launcher.NONE, active, work, cache).on(plain);
      assertThat(none.environment()).doesNotContainKey("PATH");
      assertThat(work.resolve("masquerade")).doesNotExist();
    }
  }

  @Test
  void countsTheSlotsOfDistccHosts() {
    LauncherSettings settings = new LauncherSettings(Map.of("DISTCC_HOSTS", "a/5 b:77/6"), folder);
    assertThat(Launcher.DISTCC.jobs(settings, new CommandRunner())).isEqualTo(11);
  }

  private CommandResult rpmbuild(Launcher launcher, Path cache, Distccd farm) throws IOException {
    RpmTopDir top =
        new RpmTopDir(Files.createDirectories(new Workspace(cache).root().resolve("work")));
    Path spec = Files.writeString(top.specs().resolve("toy.spec"), SPEC);
    try (ActiveEnvironment active = site(cache, top.root())) {
      CompilerWrappers wrappers = open(launcher, active, top.root(), cache);
      RpmTopDir there = top.in(active);
      List<String> words =
          List.of("-bc", "--define", "_buildshell /bin/bash", there.seen(spec).toString());
      return active.run(
          wrappers
              .on(there.command("rpmbuild", words))
              .withEnvironment("DISTCC_HOSTS", farm.host())
              .withEnvironment("DISTCC_FALLBACK", "0"),
          line -> {});
    }
  }

  private static CompilerWrappers open(
      Launcher launcher, ActiveEnvironment active, Path work, Path cache) {
    ToolVersions tools =
        ToolVersions.ask(
            active, work, CompilerWrappers.programs(launcher, SampleArchitectures.X86_64), "");
    return CompilerWrappers.open(
        launcher,
        new ChosenRemedies(List.of(), tools),
        LauncherSettings.ofUser().forSpec(launcher, active.shown(cache)),
        active,
        work);
  }

  private static ActiveEnvironment site(Path cache, Path work) {
    return new HostEnvironment().open(work, TestRun.in(cache));
  }
}
