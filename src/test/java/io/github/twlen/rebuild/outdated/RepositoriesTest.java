// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Message;
import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.source.SourceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a simulated host: ssh is a script, and the programs there are scripts too. */
class RepositoriesTest {
  private static final String APT =
      """
      linux-source-6.1:
        Installed: (none)
        Candidate: 6.1.192-3
        Version table:
           6.1.192-3 500
      linux-source-6.1.192:
        Installed: (none)
        Candidate: (none)
      """;

  @TempDir Path folder;

  @BeforeEach
  void host() throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    script(
        "ssh",
        "for last; do :; done\nPATH="
            + folder.resolve("bin")
            + ":/usr/bin:/bin exec sh -c \"$last\"");
    for (String name : List.of("dpkg-query", "dnf", "yum", "rpm", "apt-cache", "find")) {
      script("bin/" + name, "exit 127");
    }
    script("bin/uname", "echo 5.14.0-99.tw15.el9.x86_64");
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void prints(String name, String text) throws IOException {
    script("bin/" + name, "cat <<'EOF'\n" + text + "\nEOF");
  }

  private Repositories repositories(boolean offline) {
    String ssh = folder.resolve("ssh").toString();
    return Repositories.of(AskedHost.over(List.of(ssh, "web1"), new CommandRunner()), offline);
  }

  @Test
  void asksDnfForThePackageThatOwnsTheKernel() throws IOException {
    script(
        "bin/rpm",
        "[ $1 = -qf ] || exit 0\necho 'error: no file'\necho kernel-lt@5.14.0-99.tw15.el9");
    prints(
        "dnf",
        "kernel-lt 5.14.0-100.el9\\n\nkernel-lt 5.14.0-200.tw15.el9\nother 9-1\nkernel-lt 5.14.0-99.el9");
    Repositories found = repositories(false);
    KernelName kernel = found.running();
    assertThat(kernel.packageName()).isEqualTo("kernel-lt");
    assertThat(kernel.version()).isEqualTo("5.14.0-99.el9");
    VendorNewest newest = found.newest(kernel);
    assertThat(newest.place()).hasToString("dnf of web1");
    assertThat(newest.recent()).isTrue();
  }

  @Test
  void fallsBackToYumAndReadsWrappedLines() throws IOException {
    script("bin/rpm", "exit 0");
    script("bin/dnf", "echo 'Unknown argument' >&2; exit 2");
    script(
        "bin/yum",
        "echo \"$*\" >"
            + folder.resolve("log")
            + "\ncat <<'EOF'\nInstalled Packages\nkernel.x86_64  3.10.0-1160.el7.tw15  @mine\n"
            + "Available Packages\nkernel.x86_64\n     3.10.0-1160.119.1.el7\n          updates\n"
            + "kernel.x86_64  3.10.0-1160.el7 base\nkernel.src 9-9 updates\nEOF");
    Repositories found = repositories(true);
    assertThat(found.newest(found.running()).version()).isEqualTo("3.10.0-1160.119.1.el7");
    assertThat(folder.resolve("log")).content().contains("--cacheonly", "list kernel-core kernel");
  }

  @Test
  void asksAptForTheSourceOfItsSeries() throws IOException {
    prints("dpkg-query", "");
    prints("uname", "6.1.192-tw15");
    prints("apt-cache", APT);
    prints("find", "/var/lib/apt/lists");
    Repositories found = repositories(false);
    VendorNewest newest = found.newest(found.running());
    assertThat(newest)
        .isEqualTo(
            new VendorNewest(
                "6.1.192-3",
                Message.of(
                    Freshness.class, "place", "tool", "apt", "host", Message.verbatim("web1")),
                "linux-source-6.1",
                VersionRules.DPKG,
                true));
    script("bin/find", "exit 1");
    assertThat(found.newest(found.running()).recent()).isFalse();
  }

  @Test
  void reportsAHostThatCannotBeAsked() throws IOException {
    assertThatThrownBy(() -> repositories(false))
        .isInstanceOf(MissingDependencyFailure.class)
        .hasMessage("cannot query web1: neither dpkg nor rpm found");
    script("bin/rpm", "exit 0");
    Repositories none = repositories(false);
    assertThatThrownBy(() -> none.newest(none.running()))
        .hasMessage("cannot query web1: dnf not found");
    script("bin/dnf", "printf 'cannot reach \\033[31mhttps://me:secret@a/b\\n' >&2; exit 1");
    assertThatThrownBy(() -> none.newest(none.running()))
        .isInstanceOf(SourceFailure.class)
        .hasMessageStartingWith("cannot query dnf of web1: cannot reach ")
        .hasMessageNotContainingAny("secret", "\033");
    script("bin/dnf", "exit 0");
    assertThatThrownBy(() -> none.newest(none.running()))
        .hasMessageEndingWith("it offers no package kernel-core, kernel");
    prints("uname", "not a release; rm -rf /");
    assertThatThrownBy(none::running).hasMessageContaining("uname -r printed no release");
  }
}
