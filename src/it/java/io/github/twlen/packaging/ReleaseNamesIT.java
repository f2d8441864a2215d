// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.fixture.ToyKernel;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names the packages of specs in other styles; dry run, patched package and build agree. */
class ReleaseNamesIT {
  private static final String SPEC =
      """
      %s
      Name: kernel
      Version: 6.6
      %s
      Summary: a toy
      License: none
      Source0: linux-6.6.tar.gz
      %%description
      A toy.
      %%package -n tool
      Version: 9
      Release: 77%%{?dist}
      Summary: a tool with a release of its own
      %%description -n tool
      A tool.
      %%prep
      %%autosetup -p1 -n linux-6.6
      %%build
      echo built > built
      %%install
      install -D built %%{buildroot}/boot/built
      %%files
      /boot/built
      %%files -n tool
      """;

  @TempDir Path folder;
  private TwlenProgram twlen;

  @BeforeEach
  void program() {
    twlen = new TwlenProgram(folder, folder.resolve("cache"));
  }

  /** A semicolon separates lines. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| Release: 1%{?dist} | .azl3 | 1.tw15.azl3",
        "| release :1%{?dist} | .xcpng8 | 1.xcpng8.tw15",
        "| Release: 0.rc3 | | 0.rc3.tw15",
        "| Release: 4%{dist}.2 | .an8 | 4.an8.2.tw15",
        "| Release: 1%{?dist}uek%{?buildid} | .el7 | 1.el7uek.tw15",
        "| Release: 1%{?buildid}%{?dist} | .ph5 | 1.tw15.ph5",
        "%undefine buildid | Release: 1%{?buildid}%{?dist} | .v7 | 1.v7.tw15",
        "%define buildid .me;%global buildid %{?buildid}.too | Release: 1%{?buildid} | | 1.me.tw15.too",
        "%define prel 1%{?buildid};%define prel 1.planet | Release: %{prel} | | 1.planet.tw15",
        "%if 0%{?x};%global rel 1.x;%else;%global rel 1;%endif | Release: %{rel}%{?dist} | .tl3 | 1.tw15.tl3",
        "%define rel() %1%{?dist} | Release: %rel 3 | .mga9 | 3.tw15.mga9",
      })
  void namesPackagesAlike(String top, String release, String dist, String named)
      throws IOException {
    Path rpm = pack(SPEC.formatted(lines(top), release), dist == null ? "%{nil}" : dist);
    String wanted = "6.6-" + named;
    TwlenProgram.Result dry = twlen.run("patch", rpm.toString(), "--seconds", "15", "--dry-run");
    assertThat(dry.exit()).as(dry.all()).isZero();
    assertThat(dry.err()).contains("the packages will be " + wanted);
    Path patched = folder.resolve("patched.src.rpm");
    TwlenProgram.Result written =
        twlen.run("patch", rpm.toString(), "--seconds", "15", "-o", patched.toString());
    assertThat(written.exit()).as(written.all()).isZero();
    assertThat(RpmFile.open(patched).versionRelease()).isEqualTo(wanted);
    TwlenProgram.Result built =
        twlen.run("build", rpm.toString(), "--seconds", "15", "--nodeps", "-o", "out");
    assertThat(built.exit()).as(built.all()).isZero();
    assertThat(releases("kernel-6")).containsOnly(wanted);
    assertThat(releases("tool-9")).hasSize(1).noneMatch(one -> one.contains(".tw15"));
    assertThat(folder.resolve("out/build.log")).content().doesNotContain("--with baseonly");
  }

  @Test
  void dryRunShowsReleaseLine() throws IOException {
    Path rpm = pack(SPEC.formatted("", "Release: 1%{?dist}"), ".azl3");
    TwlenProgram.Result dry = twlen.run("patch", rpm.toString(), "--seconds", "15", "--dry-run");
    assertThat(dry.err()).contains("-Release: 1%{?dist}", "+Release: 1.tw15%{?dist}");
  }

  /** Nothing in the spec can be edited, so each command refuses before it writes or builds. */
  @Test
  void refusesReleaseInMacroAlike() throws IOException {
    String head = "%define tags() \\\nRelease: 1%{?dist} \\\n%{nil}\n";
    Path rpm = pack(SPEC.formatted(head, "%tags"), ".azl3");
    Path patched = folder.resolve("patched.src.rpm");
    for (String[] words :
        new String[][] {
          {"patch", rpm.toString(), "--seconds", "15", "--dry-run"},
          {"patch", rpm.toString(), "--seconds", "15", "-o", patched.toString()},
          {"build", rpm.toString(), "--seconds", "15", "--nodeps", "-o", "out"}
        }) {
      TwlenProgram.Result result = twlen.run(words);
      assertThat(result.exit()).as(result.all()).isEqualTo(11);
      assertThat(result.err()).contains("cannot add .tw15 to the release 6.6-1.azl3");
    }
    assertThat(patched).doesNotExist();
    assertThat(folder.resolve("out/build.log")).content().doesNotContain("Executing(%prep)");
  }

  private static String lines(String text) {
    return text == null ? "" : text.replace(';', '\n');
  }

  private Stream<String> releases(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .map(file -> RpmPackage.open(file).versionRelease())
          .toList()
          .stream();
    }
  }

  private Path pack(String text, String dist) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("top/SOURCES"));
    Path tree = ToyKernel.linux(folder.resolve("linux-6.6"));
    run("tar", "-C", folder.toString(), "-czf", sources + "/linux-6.6.tar.gz", "linux-6.6");
    run("rm", "-r", tree.toString());
    Path spec = Files.writeString(folder.resolve("kernel.spec"), text);
    run(
        "rpmbuild",
        "-bs",
        "--nodeps",
        "--define",
        "_topdir " + folder.resolve("top"),
        "--define",
        "dist " + dist,
        spec.toString());
    try (Stream<Path> made = Files.list(folder.resolve("top/SRPMS"))) {
      return made.findFirst().orElseThrow();
    }
  }

  private void run(String... words) {
    Command command =
        Command.of(words)
            .withEnvironment("HOME", folder.toString())
            .withEnvironment("LC_ALL", "C.UTF-8");
    CommandResult result = new CommandRunner().run(command);
    assertThat(result.ok()).as(String.join("\n", result.errors())).isTrue();
  }
}
