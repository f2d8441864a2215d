// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerRunTest {
  private static final ContainerUser ROOT = new ContainerUser(0, 0);
  private static final ContainerUser ANNA = new ContainerUser(1000, 100);
  private static final Command MAKE =
      new Command(
          List.of("make", "-j2", "CC=ccache gcc"),
          Path.of("/c/trees/x/linux"),
          java.util.Map.of("LC_ALL", "C", "HOME", "/twlen/trees/x/home"),
          Duration.ofHours(1),
          false);

  private static ContainerRun run(ContainerProgram program, boolean init) {
    return new ContainerRun(
        program,
        "localhost/twlen-el7:1",
        "twlen-a1",
        List.of(new ContainerRun.Mount(Path.of("/c/trees/x"), "/twlen/trees/x", true)),
        init);
  }

  private static List<String> argv(ContainerProgram program, boolean init) {
    return run(program, init).of(MAKE, Path.of("/twlen/trees/x/linux")).argv();
  }

  @Test
  void runsPodmanAsRoot() {
    assertThat(argv(ContainerProgram.podman("podman", ROOT), true))
        .containsExactly(
            "podman",
            "run",
            "--rm",
            "--name",
            "twlen-a1",
            "--init",
            "--pull",
            "never",
            "--network",
            "none",
            "--log-driver",
            "none",
            "--security-opt",
            "label=disable",
            "--stop-timeout",
            "0",
            "--user",
            "0:0",
            "--mount",
            "type=bind,source=/c/trees/x,destination=/twlen/trees/x",
            "--workdir",
            "/twlen/trees/x/linux",
            "--env",
            "TWLEN_TREE",
            "--env",
            "HOME=/twlen/trees/x/home",
            "--env",
            "LC_ALL=C",
            "--entrypoint",
            "",
            "localhost/twlen-el7:1",
            "make",
            "-j2",
            "CC=ccache gcc");
  }

  @Test
  void runsPodmanAsUserWithSameNumbers() {
    assertThat(argv(ContainerProgram.podman("podman", ANNA), false))
        .containsSubsequence("--stop-timeout", "0", "--userns=keep-id", "--user", "1000:100")
        .doesNotContain("--init");
  }

  @Test
  void runsDockerAsUser() {
    assertThat(argv(ContainerProgram.docker("docker", ANNA, false), true))
        .startsWith("docker", "run", "--rm", "--name", "twlen-a1", "--init")
        .containsSubsequence("--user", "1000:100", "--mount")
        .doesNotContain("--userns=keep-id");
  }

  /** The container's root is the user there. */
  @Test
  void runsRootlessDockerAsRoot() {
    assertThat(argv(ContainerProgram.docker("docker", ANNA, true), true))
        .containsSubsequence("--user", "0:0", "--mount");
  }

  /** The build's environment must not affect podman. */
  @Test
  void keepsPodmansOwnEnvironment() {
    ContainerProgram podman = ContainerProgram.podman("podman", ROOT);
    Command wrapped = run(podman, true).of(MAKE, Path.of("/twlen"));
    assertThat(wrapped.environment()).isEmpty();
    assertThat(wrapped.directory()).isEqualTo(MAKE.directory());
    assertThat(wrapped.timeout()).isEqualTo(MAKE.timeout());
    assertThat(run(podman, true).removal().argv())
        .containsExactly("podman", "rm", "--force", "twlen-a1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/a b:c/ü 'x'| source=/a b:c/ü 'x'",
        "/a,b        | \"source=/a,b\"",
        "/a \"b\"    | \"source=/a \"\"b\"\"\"",
      })
  void quotesNamesOfMounts(String from, String word) {
    assertThat(new ContainerRun.Mount(Path.of(from), "/twlen", true).option())
        .isEqualTo("type=bind," + word + ",destination=/twlen");
    assertThat(new ContainerRun.Mount(Path.of(from), "/twlen", false).option())
        .endsWith(",readonly");
  }

  @Test
  void namesTheCallerInPasswd() {
    assertThat(ANNA.passwd()).contains("twlen:x:1000:100:").startsWith("root:x:0:0:");
    assertThat(ANNA.group()).contains("twlen:x:100:");
    assertThat(ROOT.passwd()).hasLineCount(1);
    assertThat(ROOT.group()).hasLineCount(1);
    assertThat(ContainerUser.present().uid() == 0)
        .isEqualTo(System.getProperty("user.name").equals("root"));
  }

  @Test
  void namesImagesAfterTheirContent() {
    ContainerImage one = ContainerImage.defined("el7", "FROM a\n", false);
    assertThat(one.name()).matches("localhost/twlen-el7:[0-9a-f]{12}");
    assertThat(ContainerImage.defined("el7", "FROM b\n", false).name()).isNotEqualTo(one.name());
  }

  @Test
  void distinguishesPodmanErrorsFromBuildErrors() {
    assertThat(fault(127, "Error: runc: exec: \"make\": executable file not found in $PATH"))
        .hasValueSatisfying(f -> assertThat(f.what()).startsWith("cannot run make: "));
    assertThat(fault(125, "Error: statfs /x: permission denied"))
        .hasValueSatisfying(f -> assertThat(f.what()).endsWith(":1: statfs /x: permission denied"));
    assertThat(fault(125, "docker: Error response from daemon: no", "", "Run 'docker run --help'"))
        .hasValueSatisfying(f -> assertThat(f.what()).endsWith("Error response from daemon: no"));
    assertThat(fault(127, "sh: line 1: hmaccalc: command not found")).isEmpty();
    assertThat(fault(2, "Error: from the build")).isEmpty();
  }

  private static Optional<MissingDependencyFailure> fault(int exit, String... errors) {
    return new ContainerErrors(run(ContainerProgram.podman("podman", ROOT), true))
        .of(MAKE, new CommandResult(exit, List.of(), List.of(errors)));
  }
}
