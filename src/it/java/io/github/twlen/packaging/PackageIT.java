// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.fixture.DebianRoot;
import io.github.twlen.fixture.Packages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs, runs and removes the .deb on a real Debian. */
@Tag("e2e")
class PackageIT {
  @TempDir Path folder;

  @Test
  void installsRunsAndRemovesTheDeb() throws IOException {
    try (DebianRoot debian = DebianRoot.make()) {
      installedUsedAndRemoved(debian);
    }
  }

  private void installedUsedAndRemoved(DebianRoot debian) throws IOException {
    debian.give(Packages.DEB, "twlen.deb");
    for (String script : List.of("ask.bash", "ask.zsh")) {
      debian.give(resource(script), script);
    }
    debian.run("touch", "a kernel.tar.xz", "bzImage");

    // apt chooses and installs the Java that the package depends on.
    assertThat(debian.run("apt-get", "install", "-s", "--no-install-recommends", "/srv/twlen.deb"))
        .anyMatch(line -> line.startsWith("Inst openjdk-17-jre-headless "))
        .anyMatch(line -> line.startsWith("Inst twlen "))
        .noneMatch(line -> line.startsWith("Inst qemu"));
    apt(debian, "install", "--no-install-recommends", "default-jre-headless");
    SortedMap<String, String> before = debian.listing();

    apt(debian, "install", "/srv/twlen.deb");
    assertThat(debian.run("twlen", "--version")).containsExactly("twlen 0.1.0");
    manual(debian);
    bash(debian);
    zsh(debian);
    assertThat(debian.run("twlen", "completion", "zsh"))
        .isEqualTo(debian.run("cat", "/usr/share/zsh/vendor-completions/_twlen"));

    apt(debian, "remove", "twlen");
    assertThat(difference(before, debian.listing())).isEmpty();
    apt(debian, "install", "/srv/twlen.deb");
    apt(debian, "purge", "twlen");
    assertThat(difference(before, debian.listing())).isEmpty();
    assertThat(debian.has("var/lib/dpkg/info/twlen.list")).isFalse();
  }

  private static void manual(DebianRoot debian) {
    assertThat(debian.run("man", "twlen"))
        .contains("EXIT STATUS", "SEE ALSO")
        .anyMatch(line -> line.contains("twlen - rebuild a Linux kernel"))
        .noneMatch(line -> line.length() > 80);
    assertThat(debian.run("man", "twlen-rebuild"))
        .anyMatch(line -> line.contains("--guest=qemu|vagrant|image|none"))
        .contains("           twlen rebuild --seconds 15 --baseline --install");
    assertThat(debian.run("man", "-k", "TIME_WAIT")).anyMatch(line -> line.startsWith("twlen (1)"));
  }

  private static void bash(DebianRoot debian) {
    assertThat(bash(debian, "twlen", "re")).containsExactly("rebuild", "recipes");
    assertThat(bash(debian, "twlen", "rebuild", "--guest", ""))
        .containsExactly("qemu", "vagrant", "image", "none");
    assertThat(bash(debian, "twlen", "rebuild", "--guest", "=", "v")).containsExactly("vagrant");
    assertThat(bash(debian, "twlen", "fetch", "--offline", "debian"))
        .containsExactly("debian-6.1", "debian-6.12");
    assertThat(bash(debian, "twlen", "verify", "")).contains("a kernel.tar.xz", "bzImage");
    // A directory with the name of a command.
    assertThat(bash(debian, "twlen", "patch", "build", "--dry")).containsExactly("--dry-run");
  }

  private static List<String> bash(DebianRoot debian, String... words) {
    return debian.run(words("bash", "/srv/ask.bash", words));
  }

  private static void zsh(DebianRoot debian) {
    assertThat(zsh(debian, "twlen re")).containsExactlyInAnyOrder("rebuild", "recipes");
    assertThat(zsh(debian, "twlen rebuild --guest="))
        .containsExactlyInAnyOrder("qemu", "vagrant", "image", "none");
    assertThat(zsh(debian, "twlen build -bb -b")).isEmpty();
    assertThat(zsh(debian, "twlen recipes show debian"))
        .containsExactlyInAnyOrder("debian-6.1", "debian-6.12");
    assertThat(zsh(debian, "twlen verify a")).contains("a\\ kernel.tar.xz");
    assertThat(zsh(debian, "twlen build --config ")).contains("minimal", "running", "bzImage");
  }

  private static List<String> zsh(DebianRoot debian, String line) {
    return debian.run("zsh", "-f", "/srv/ask.zsh", line).stream().distinct().toList();
  }

  private static void apt(DebianRoot debian, String... words) {
    debian.run(words("apt-get", "-y", words));
  }

  private static String[] words(String first, String second, String... more) {
    List<String> all = new ArrayList<>(List.of(first, second));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in =
        Objects.requireNonNull(PackageIT.class.getResourceAsStream("completion/" + name), name)) {
      Files.copy(in, file);
    }
    return file;
  }

  /** Returns new, removed and changed files. */
  private static SortedMap<String, String> difference(
      SortedMap<String, String> before, SortedMap<String, String> after) {
    SortedMap<String, String> all = new TreeMap<>();
    before.forEach(
        (name, state) -> {
          if (!state.equals(after.get(name))) {
            all.put(name, state + " is " + after.get(name));
          }
        });
    after.forEach(
        (name, state) -> {
          if (!before.containsKey(name)) {
            all.put(name, "new: " + state);
          }
        });
    return all;
  }
}
