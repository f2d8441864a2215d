// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.manual.Manual;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.rebuild.outdated.VersionRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares kernels with a local repository that the real dnf reads, and with the real apt. Programs
 * before them in PATH simulate a CentOS host: its uname, its rpm database, its configuration.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OutdatedIT {
  private static final String SPEC =
      """
      Name: kernel
      Version: 5.14.0
      Release: %s
      Summary: a kernel
      License: none
      %%description
      A kernel.
      %%package core
      Summary: a kernel
      AutoReqProv: no
      %%description core
      A kernel.
      %%install
      mkdir -p %%{buildroot}/lib/modules/5.14.0-%s.x86_64
      echo kernel >%%{buildroot}/lib/modules/5.14.0-%s.x86_64/vmlinuz
      %%files core
      /lib/modules/5.14.0-%s.x86_64
      """;

  @TempDir static Path temp;

  @BeforeAll
  static void makeRepository() throws IOException {
    Path rpms = Files.createDirectories(temp.resolve("rpms"));
    for (String release : List.of("100.1.el9", "99.el9", "99.tw15.el9", "200.tw15.el9")) {
      Path spec =
          Files.writeString(
              temp.resolve("kernel.spec"), SPEC.formatted(release, release, release, release));
      demand(
          Command.of("rpmbuild", "-bb", "--quiet", "--target", "x86_64")
              .with("--define", "_topdir " + temp.resolve("top"))
              .with("--define", "_rpmdir " + rpms, spec.toString()));
    }
    demand(Command.of("createrepo_c", "--quiet", rpms.toString()));
    Files.createDirectories(temp.resolve("bin"));
    script("uname", "echo 5.14.0-99.tw15.el9.x86_64");
    script("dpkg-query", "exit 1");
    script("rpm", "[ \"$1\" != -qf ] || echo kernel-core@5.14.0-99.tw15.el9");
    script(
        "dnf",
        "exec /usr/bin/dnf --releasever=9 --setopt=reposdir="
            + temp.resolve("none")
            + " --setopt=cachedir="
            + temp.resolve("cache")
            + " --setopt=logdir="
            + temp.resolve("log")
            + " --setopt=excludepkgs='kernel*' --setopt=toy.gpgcheck=0 --repofrompath=toy,"
            + rpms.toUri()
            + " \"$@\"");
    script("ssh", "for last; do :; done\nexec sh -c \"$last\"");
  }

  private static void script(String name, String text) throws IOException {
    Path file = Files.writeString(temp.resolve("bin/" + name), "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static CommandResult demand(Command command) {
    CommandResult result = new CommandRunner().run(command.within(Duration.ofMinutes(3)));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
    return result;
  }

  private static TwlenProgram.Result centos(String... words) {
    return new TwlenProgram(temp, temp.resolve("twlen-cache"))
        .with("PATH", temp.resolve("bin") + ":" + System.getenv("PATH"))
        .run(words);
  }

  @Test
  void printsWhatThePageShows() {
    List<String> words =
        Manual.words("src/site/markdown/outdated.md", "twlen outdated --ssh me@web1");
    TwlenProgram.Result result = centos(words.toArray(String[]::new));
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat((result.out() + result.err()).lines())
        .containsExactlyElementsOf(Manual.shown("src/site/markdown/outdated.md", "twlen outdated"));
  }

  @Test
  void comparesTheRunningKernelWithDnf() {
    TwlenProgram.Result result = centos("outdated");
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.out())
        .isEqualTo(
            "outdated: 5.14.0-99.tw15.el9.x86_64 (this host), version 5.14.0-99.el9;"
                + " newest 5.14.0-100.1.el9 (dnf of this host: kernel-core)\n");
  }

  @Test
  void comparesAPackageWithTheRepositoriesOfAServer() throws IOException {
    Path old = temp.resolve("rpms/x86_64/kernel-core-5.14.0-99.tw15.el9.x86_64.rpm");
    TwlenProgram.Result result =
        centos("outdated", old.toString(), "--ssh", "web1", "--json", "--quiet");
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    JsonNode answer = new ObjectMapper().readTree(result.out());
    assertThat(answer.get("place").asText()).isEqualTo("dnf of web1");
    assertThat(answer.get("builtFrom").asText()).isEqualTo("5.14.0-99.el9");
    Path current = temp.resolve("rpms/x86_64/kernel-core-5.14.0-200.tw15.el9.x86_64.rpm");
    TwlenProgram.Result quiet = centos("outdated", current.toString(), "--quiet");
    assertThat(quiet.exit()).as(quiet.all()).isZero();
    assertThat(quiet.out() + quiet.err()).isEmpty();
  }

  @Test
  void comparesWithTheAptOfThisHost() throws IOException {
    String candidate =
        demand(Command.of("apt-cache", "show", "--no-all-versions", "linux-source-6.1"))
            .output()
            .stream()
            .filter(line -> line.startsWith("Version: "))
            .map(line -> line.substring("Version: ".length()))
            .findFirst()
            .orElseThrow();
    Path output = Files.createDirectories(temp.resolve("output"));
    for (String version : List.of(candidate, "6.1.1-1")) {
      Files.writeString(
          output.resolve("report.json"),
          "{\"source\": {\"kind\": \"tarball\", \"version\": \""
              + version
              + "\"}, \"build\": {\"release\": \"6.1.1-tw15\"}}");
      TwlenProgram.Result result =
          new TwlenProgram(temp, temp.resolve("twlen-cache")).run("outdated", "output", "--json");
      JsonNode answer = new ObjectMapper().readTree(result.out());
      assertThat(answer.get("newest").asText()).as(result.all()).isEqualTo(candidate);
      assertThat(answer.get("newestPackage").asText()).isEqualTo("linux-source-6.1");
      assertThat(answer.get("state").asText())
          .isIn(version.equals(candidate) ? List.of("current", "old-index") : List.of("outdated"));
    }
  }

  @Test
  void agreesWithRpmAndDpkg() {
    List<String> versions =
        List.of(
            "6.1.9-1", "6.1.10-1", "6.1.9-1~rc1", "6.1.9-1+b1", "6.1.9-1a", "6.1.9.1-1", "6.1-2");
    for (String one : versions) {
      for (String other : versions) {
        boolean newer =
            new CommandRunner()
                .run(Command.of("dpkg", "--compare-versions", one, "gt", other))
                .ok();
        assertThat(VersionRules.DPKG.compare(one, other) > 0)
            .as(one + " " + other)
            .isEqualTo(newer);
        String rpm =
            demand(
                    Command.of("/usr/bin/rpm", "--eval")
                        .with("%{lua:print(rpm.vercmp('" + one + "', '" + other + "'))}"))
                .lastLine();
        assertThat(Integer.signum(VersionRules.RPM.compare(one, other)))
            .as(one + " " + other)
            .isEqualTo((int) Double.parseDouble(rpm));
      }
    }
  }
}
