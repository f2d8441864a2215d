// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.fixture.ToyKernel;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.workspace.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits, packs and builds a spec file in a dist-git work tree with the real git and rpmbuild. */
class SpecFileIT {
  private static final String SPEC =
      """
      Name: kernel
      Version: 6.6.0
      Release: 1%{?buildid}
      Summary: a toy
      License: none
      Source0: vendor-%{version}.tar.gz
      Patch0: vendor.patch
      %description
      A toy.
      %prep
      %autosetup -p1 -n src
      %build
      %install
      mkdir -p %{buildroot}/boot
      cp include/net/tcp.h %{buildroot}/boot/header
      %files
      /boot/header
      """;

  private final CommandRunner runner = new CommandRunner();
  @TempDir Path folder;
  private Path work;
  private TwlenProgram twlen;

  @BeforeEach
  void createWorkTree() throws IOException {
    twlen = new TwlenProgram(folder, folder.resolve("cache"));
    work = Files.createDirectory(folder.resolve("work"));
    Path tree = Files.createDirectory(folder.resolve("src"));
    ToyKernel.linux(tree);
    run(folder, "tar", "-czf", work + "/vendor-6.6.0.tar.gz", "src");
    Files.writeString(work.resolve("kernel.spec"), SPEC);
    Files.writeString(work.resolve("vendor.patch"), "--- /dev/null\n+++ b/v\n@@ -0,0 +1 @@\n+v\n");
    Files.writeString(work.resolve(".gitignore"), "*.tar.gz\n");
    String digest = Digests.of("SHA-512", work.resolve("vendor-6.6.0.tar.gz"));
    Files.writeString(work.resolve("sources"), "SHA512 (vendor-6.6.0.tar.gz) = " + digest + "\n");
    run(work, "git", "init", "-q");
    run(work, "git", "add", "-A");
    run(work, "git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "import");
  }

  @Test
  void editsTheWorkTreeAsTheDryRunShows() throws IOException {
    TwlenProgram.Result dry =
        twlen.run("patch", work + "/kernel.spec", "--seconds", "15", "--dry-run");
    assertThat(dry.exit()).as(dry.all()).isZero();
    assertThat(run(work, "git", "status", "--short").output()).isEmpty();
    TwlenProgram.Result result = twlen.run("patch", work.toString(), "--seconds", "15");
    assertThat(result.exit()).as(result.all()).isZero();
    byte[] spec = Files.readAllBytes(work.resolve("kernel.spec"));
    Path added = work.resolve("twlen-tcp-timewait-len.patch");
    byte[] patch = Files.readAllBytes(added);
    run(work, "git", "checkout", "-q", "kernel.spec");
    Files.delete(added);
    Path diff = folder.resolve("dry.diff");
    Files.write(diff, dry.out().getBytes(StandardCharsets.ISO_8859_1));
    run(work, "git", "apply", diff.toString());
    assertThat(work.resolve("kernel.spec")).hasBinaryContent(spec);
    assertThat(added).hasBinaryContent(patch);
    run(
        work,
        "rpmbuild",
        "-bp",
        "--define",
        "_topdir " + folder + "/top",
        "--define",
        "_sourcedir " + work,
        "kernel.spec");
    assertThat(folder.resolve("top/BUILD/src/include/net/tcp.h"))
        .content(StandardCharsets.ISO_8859_1)
        .contains("(15*HZ)");
  }

  @Test
  void replacesTheEarlierLength() throws IOException {
    String spec = work + "/kernel.spec";
    patch(spec, 15);
    assertThat(patch(spec, 15).err()).contains("already 15 s");
    TwlenProgram.Result again = patch(spec, 20);
    assertThat(again.err()).contains("it replaces the patch for 15 s", "will be 6.6.0-1.tw20");
    assertThat(work.resolve("kernel.spec"))
        .content()
        .contains("Release: 1%{?buildid}", "%global buildid .tw20")
        .doesNotContain("tw15")
        .containsOnlyOnce("Patch1:");
    assertThat(work.resolve("twlen-tcp-timewait-len.patch"))
        .content()
        .contains("+#define TCP_TIMEWAIT_LEN (20*HZ)");
    // The patch is still there, but nothing refers to it.
    run(work, "git", "checkout", "-q", "kernel.spec");
    assertThat(patch(spec, 20).err()).contains("changed " + work.toRealPath() + "/kernel.spec");
    TwlenProgram.Result built = twlen.run("build", spec, "--seconds", "20", "-o", folder + "/out");
    assertThat(built.exit()).as(built.all()).isZero();
    assertThat(built.out()).contains("kernel-6.6.0-1.tw20.x86_64.rpm");
  }

  private TwlenProgram.Result patch(String spec, int seconds) {
    TwlenProgram.Result result = twlen.run("patch", spec, "--seconds", String.valueOf(seconds));
    assertThat(result.exit()).as(result.all()).isZero();
    return result;
  }

  @Test
  void buildsAndPacksIt() {
    String output = folder + "/out";
    TwlenProgram.Result built =
        twlen.run("build", work + "/kernel.spec", "--seconds", "15", "-o", output);
    assertThat(built.exit()).as(built.all()).isZero();
    assertThat(built.out()).contains("kernel-6.6.0-1.tw15.x86_64.rpm");
    String packed = folder + "/packed.src.rpm";
    TwlenProgram.Result patched =
        twlen.run("patch", work + "/kernel.spec", "--seconds", "15", "-o", packed);
    assertThat(patched.exit()).as(patched.all()).isZero();
    assertThat(patched.err()).contains("kernel-6.6.0-1.tw15");
    assertThat(run(work, "git", "status", "--short").output()).isEmpty();
  }

  @Test
  void namesTheFileThatIsNotDownloaded() throws IOException {
    Files.delete(work.resolve("vendor-6.6.0.tar.gz"));
    for (String command : new String[] {"patch", "build"}) {
      TwlenProgram.Result result = twlen.run(command, work + "/kernel.spec", "--seconds", "15");
      assertThat(result.exit()).as(result.all()).isEqualTo(10);
      assertThat(result.err()).contains("vendor-6.6.0.tar.gz, which sources lists");
    }
    assertThat(run(work, "git", "status", "--short").output()).isEmpty();
  }

  private CommandResult run(Path directory, String... words) {
    CommandResult result = runner.run(Command.of(words).in(directory));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
    return result;
  }
}
