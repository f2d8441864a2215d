// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.twlen.fixture.FakeHost;
import io.github.twlen.fixture.SourcePackages;
import io.github.twlen.fixture.TwlenProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs doctor for sources and build environments. */
class DoctorPlacesIT extends FakeHost {
  @Test
  void checksContainerLikeBuild() throws IOException {
    tool("gpg", "gpg (GnuPG) 2.2.40");
    tool("rpmkeys", "RPM version 4.18.0");
    String[] words = {"centos-7", "--in", "container", "--guest", "none"};
    script(
        "docker",
        """
        [ "$1" = --version ] && echo 'Docker version 24.0.7, build afdd53b' && exit 0
        echo 'Cannot connect to the Docker daemon' >&2
        exit 1
        """);
    TwlenProgram.Result dead = doctor(words);
    assertThat(dead.exit()).as(dead.all()).isEqualTo(3);
    assertThat(dead.out()).containsPattern("container +FAIL: cannot use docker: Cannot connect");
    script(
        "podman",
        """
        [ "$1" = --version ] && echo 'podman version 4.3.1' && exit 0
        [ "$1" = run ] || [ "$3" = here ]
        """);
    TwlenProgram.Result built = doctor(words);
    assertThat(built.exit()).as(built.all()).isZero();
    assertThat(built.out())
        .containsPattern("container +ok: by podman")
        .containsPattern(
            "image +note: localhost/twlen-el7:\\w+ does not exist; the build creates it first");
    TwlenProgram.Result offline = doctor(with(words, "--offline"));
    assertThat(offline.exit()).as(offline.all()).isEqualTo(3);
    assertThat(offline.out()).containsPattern("image +FAIL: cannot build image .* offline");
    TwlenProgram.Result nowhere = doctor(with(words, "--image", "nosuch.invalid/x:1"));
    assertThat(nowhere.exit()).as(nowhere.all()).isEqualTo(3);
    assertThat(nowhere.out()).containsPattern("FAIL: cannot find image nosuch.invalid/x:1");
    JsonNode here = json(doctor(with(words, "--image", "here", "--json")));
    assertThat(named(here.path("findings"), "image").path("standing").asText()).isEqualTo("fine");
    assertThat(here.path("ready").asBoolean()).isTrue();
  }

  /** Vagrant chooses its provider. */
  @Test
  void rejectsVagrantWithoutProvider() throws IOException {
    tool("gpg", "gpg (GnuPG) 2.2.40");
    tool("rpmkeys", "RPM version 4.18.0");
    tool("ssh", "OpenSSH_9.2p1");
    script("virsh", "echo 'error: Failed to connect socket' >&2\nexit 1\n");
    String[] words = {"centos-7", "--in", "vagrant", "--guest", "none"};
    vagrant("vagrant-libvirt");
    TwlenProgram.Result dead = doctor(words);
    assertThat(dead.exit()).as(dead.all()).isEqualTo(3);
    assertThat(dead.out())
        .containsPattern("libvirt +FAIL: does not answer at .*: error: Failed to connect");
    Path other = script("VBoxManage", "exit 0\n");
    TwlenProgram.Result two = doctor(words);
    assertThat(two.exit()).as(two.all()).isZero();
    assertThat(two.out()).containsPattern("libvirt +warning: does not answer");
    vagrant("");
    assertThat(doctor(words).exit()).as("by VirtualBox, built into Vagrant").isZero();
    Files.delete(other);
    TwlenProgram.Result none = doctor(words);
    assertThat(none.exit()).as(none.all()).isEqualTo(3);
    assertThat(none.out()).containsPattern("provider +FAIL: Vagrant has no plugin, and this host");
  }

  private void vagrant(String plugin) throws IOException {
    script(
        "vagrant",
        """
        case "$1" in
          --version) echo 'Vagrant 2.3.4' ;;
          plugin) %s ;;
        esac
        """
            .formatted(plugin.isEmpty() ? ":" : "echo 1," + plugin + ",plugin-name," + plugin));
  }

  /** Dependencies of disabled build conditions do not count. */
  @Test
  void asksRpmbuildForDependencies() throws IOException {
    Path toy = Files.createDirectory(folder.resolve("toy"));
    Path rpm =
        SourcePackages.toy(
            toy,
            SourcePackages.APPLIES,
            "",
            "%bcond_without perf",
            "BuildRequires: no-such-package-xyz",
            "%if %{with perf}",
            "BuildRequires: perf-tool-xyz >= 2",
            "%endif");
    String[] words = {"doctor", rpm.toString(), "--guest", "none"};
    TwlenProgram here = new TwlenProgram(folder, folder.resolve("cache"));
    TwlenProgram.Result result = here.run(words);
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.out().replaceAll("\\s+", " "))
        .contains("spec FAIL: missing build dependencies (host): ")
        .contains("no-such-package-xyz, perf-tool-xyz >= 2 fix: install them there (dnf builddep")
        .contains("; missing: spec");
    assertThat(here.run(with(words, "--without", "perf")).out().replaceAll("\\s+", " "))
        .contains("no-such-package-xyz fix:");
    assertThat(here.run(with(words, "--nodeps")).exit()).isZero();
    Path more = Files.createDirectory(folder.resolve("more"));
    Path modest = SourcePackages.toy(more, SourcePackages.APPLIES, "");
    TwlenProgram.Result ready = here.run("doctor", modest.toString(), "--guest", "none");
    assertThat(ready.exit()).as(ready.all()).isZero();
    assertThat(ready.out()).containsPattern("spec +ok: all build dependencies are installed");
    assertThat(folder.resolve("cache/twlen/scratch")).isEmptyDirectory();
  }

  @Test
  void rejectsSourceWithoutKernel() throws IOException {
    Path text = Files.writeString(folder.resolve("passwd"), "root:x:0:0\n".repeat(99));
    TwlenProgram.Result file = doctor(text.toString(), "--guest", "none");
    assertThat(file.exit()).as(file.all()).isEqualTo(3);
    assertThat(file.out()).containsPattern("source +FAIL: .*passwd: neither a tar archive");
    Files.delete(tree.resolve("include/net/tcp.h"));
    TwlenProgram.Result bare = doctor(tree.toString(), "--guest", "none");
    assertThat(bare.exit()).as(bare.all()).isEqualTo(3);
    assertThat(bare.out()).containsPattern("source +FAIL: .*: no include/net/tcp.h");
    TwlenProgram.Result nothing = doctor("");
    assertThat(nothing.exit()).as(nothing.all()).isEqualTo(2);
    assertThat(nothing.err()).contains("cannot use '': it is empty");
  }

  @Test
  void acceptsYumdownloader() throws IOException {
    rpmPrograms();
    String[] words = {"distro-rpm", "--guest", "none"};
    TwlenProgram.Result neither = doctor(words);
    assertThat(neither.exit()).as(neither.all()).isEqualTo(3);
    assertThat(neither.out()).contains("cannot fetch distro-rpm: dnf or yumdownloader not found");
    tool("yumdownloader", "yumdownloader 1.1.31");
    TwlenProgram.Result old = doctor(words);
    assertThat(old.exit()).as(old.all()).isZero();
    assertThat(old.out()).contains("its build dependencies are unknown before the fetch");
  }
}
