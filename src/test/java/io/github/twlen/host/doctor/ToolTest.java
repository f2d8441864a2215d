// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.host.doctor.Tool.State;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.Version;
import io.github.twlen.recipe.reader.RecipeBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses scripts as tools. */
class ToolTest {
  private static final RemedyPlan PLAN =
      new RemedyPlan(new RecipeBook(List.of()).remedies(), Map.of(), false, Optional.empty());

  @TempDir Path folder;

  private Path script(String name, String text) {
    try {
      Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      return program;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Tool tool(String kernel, String name, String text) {
    return of(kernel, HostRequirement.program(script(name, text).toString(), "a test"));
  }

  private static Tool of(String kernel, HostRequirement need) {
    Optional<Version> series =
        kernel.equals("?") ? Optional.empty() : Optional.of(Version.of(kernel));
    return Tool.of(need, new KnownVersions(series, PLAN), new CommandRunner());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6.1  | gcc  | gcc (GCC) 4.8.5 20150623 (Red Hat 4.8.5-44) | TOO_OLD",
        "3.10 | gcc  | gcc (GCC) 4.8.5 20150623 (Red Hat 4.8.5-44) | ENOUGH",
        "3.10 | gcc  | gcc (GCC) 4.9.4 | ENOUGH",
        "3.10 | gcc  | gcc (Debian 12.2.0-14) 12.2.0 | TOO_NEW",
        "2.6  | gcc  | gcc (GCC) 5.3.0 | TOO_NEW",
        "4.1  | gcc  | gcc (GCC) 5.3.0 | ENOUGH",
        "4.1  | gcc  | gcc (GCC) 6.1.0 | TOO_NEW",
        "4.18 | gcc  | gcc (Debian 12.2.0-14) 12.2.0 | ENOUGH",
        "6.16 | gcc  | gcc (GCC) 7.5.0 | TOO_OLD",
        "?    | gcc  | gcc (Debian 12.2.0-14) 12.2.0 | ENOUGH",
        "6.1  | make | GNU Make 3.81 | TOO_OLD",
        "6.0  | make | GNU Make 3.81 | ENOUGH",
        "6.14 | make | GNU Make 3.82 | TOO_OLD",
        "5.15 | ld   | GNU ld version 2.20.51.0.2-5.48.el6 20100205 | TOO_OLD",
        "5.14 | rpmbuild | RPM version 4.11.3 | TOO_OLD",
        "3.10 | rpmbuild | RPM version 4.11.3 | ENOUGH",
        "6.1  | qemu-kvm | QEMU emulator version 1.5.3 (qemu-kvm-1.5.3-175.el7) | TOO_OLD",
        "?    | qemu-system-x86_64 | QEMU emulator version 2.12.0 | ENOUGH",
        "6.1  | vagrant | Vagrant 1.9.1 | TOO_OLD",
        "6.1  | unheard-of | unheard-of 0.1 | ENOUGH",
      })
  void comparesVersionWithKernel(String kernel, String name, String line, State state) {
    assertThat(tool(kernel, name, "echo '" + line + "'").state()).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 0",
        "echo gcc 9.1; exit 1",
        "head -c 3000 /dev/zero",
        "kill -9 $$",
        "echo no such option >&2; exit 2"
      })
  void acceptsToolWithoutVersion(String text) {
    Tool tool = tool("6.1", "gcc", text);
    assertThat(tool.state()).isEqualTo(State.UNTOLD);
    assertThat(tool.lacking()).isFalse();
  }

  @Test
  void stopsToolThatHangs() throws IOException {
    Path pid = folder.resolve("pid");
    Path hanging = script("gcc", "echo $$ > " + pid + "; exec sleep 600");
    assertThat(Tool.version(hanging, Duration.ofSeconds(1), new CommandRunner())).isEmpty();
    long left = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(left).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void acceptsFileThatCannotStart() throws IOException {
    Path broken = script("make", "");
    Files.write(broken, new byte[] {0x7f, 'E', 'L', 'F', 9, 9});
    assertThat(of("6.1", HostRequirement.program(broken.toString(), "")).state())
        .isEqualTo(State.UNTOLD);
  }

  @Test
  void readsVersionFromStandardError() {
    Tool ssh = tool("?", "ssh", "[ \"$1\" = -V ] && [ \"$LC_ALL\" = C ] && echo OpenSSH_7.4p1 >&2");
    assertThat(ssh.version().map(Version::toString)).contains("7.4");
  }

  @Test
  void reportsMissingToolUnlessOptional() {
    HostRequirement absent = HostRequirement.program(folder.resolve("none").toString(), "");
    assertThat(of("6.1", absent).state()).isEqualTo(State.MISSING);
    assertThat(of("6.1", absent).lacking()).isTrue();
    assertThat(of("6.1", absent.asOptional()).state()).isEqualTo(State.NOT_THERE);
    assertThat(of("6.1", absent.asOptional()).lacking()).isFalse();
  }

  @Test
  void acceptsOldOptionalTool() {
    HostRequirement old =
        HostRequirement.program(script("ccache", "echo ccache version 3.1.6").toString(), "");
    assertThat(of("6.1", old).lacking()).isTrue();
    assertThat(of("6.1", old.asOptional()).state()).isEqualTo(State.TOO_OLD);
    assertThat(of("6.1", old.asOptional()).lacking()).isFalse();
  }

  @Test
  void neverLowersRequirementForLaterKernel() {
    List<String> kernels =
        List.of("2.6", "4.18", "4.19", "5.4", "5.7", "5.8", "5.15", "6.1", "6.16");
    for (String program : List.of("gcc", "make", "ld", "perl", "rpmbuild")) {
      Version last = Version.of("0");
      for (String kernel : kernels) {
        Version least =
            new KnownVersions(Optional.of(Version.of(kernel)), PLAN).least(program).orElseThrow();
        assertThat(least.atLeast(last)).as(program + " for " + kernel).isTrue();
        last = least;
      }
    }
  }

  private static String remedy(String program, Optional<String> environment) {
    Tool old =
        new Tool(
            HostRequirement.program(program, ""),
            Optional.of(Path.of("/usr/bin", program)),
            Optional.of(Version.of("1.0")),
            Optional.of(Version.of("2.0")),
            Optional.empty(),
            State.TOO_OLD);
    return old.warning(environment).orElseThrow().remedy();
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
