// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.fixture.SourcePackages;
import io.github.twlen.fixture.ToyKernel;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds packages of a toy kernel with the real rpmbuild. */
class PackagesIT {
  @TempDir Path folder;
  private TwlenProgram twlen;

  @BeforeEach
  void program() {
    twlen = new TwlenProgram(folder, folder.resolve("cache"));
  }

  private Path toy(String prep, String build) throws IOException {
    return SourcePackages.toy(Files.createDirectory(folder.resolve("vendor")), prep, build);
  }

  private TwlenProgram.Result build(Path rpm, String... more) {
    return twlen.run(
        Stream.concat(
                Stream.of("build", rpm.toString(), "--seconds", "15", "-o", "out"), Stream.of(more))
            .toArray(String[]::new));
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out/report.json").toFile());
  }

  private List<String> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(ending))
          .sorted()
          .toList();
    }
  }

  @Test
  void buildsPackagesAndShowsInstallCommands() throws IOException {
    TwlenProgram.Result result = build(toy(SourcePackages.APPLIES, ""));
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(files(".rpm"))
        .containsExactly(
            "kernel-3.10.0-1.el7.tw15.x86_64.rpm", "kernel-devel-3.10.0-1.el7.tw15.x86_64.rpm");
    assertThat(folder.resolve("out/bzImage")).content().contains("(15*HZ)");
    assertThat(folder.resolve("out/build.log")).content().contains("+ patch -p1 -F1 -s");
    JsonNode build = report().at("/build");
    assertThat(build.at("/release").asText()).isEqualTo("3.10.0-1.el7.tw15.x86_64");
    assertThat(build.at("/environment").asText()).isEqualTo("host");
    assertThat(build.at("/notes")).isEmpty();
    assertThat(result.out())
        .contains(
            "install   sh kernel-install.sh install 3.10.0-1.el7.tw15.x86_64"
                + " kernel-3.10.0-1.el7.tw15.x86_64.rpm\n")
        .contains("keep      sh kernel-install.sh keep 3.10.0-1.el7.tw15.x86_64\n")
        .contains("sh kernel-install.sh remove 3.10.0-1.el7.tw15.x86_64\n");
    assertThat(folder.resolve("cache/twlen/packaging")).isEmptyDirectory();
    // The copied script is complete.
    var script =
        new CommandRunner()
            .run(Command.of("sh", folder.resolve("out/kernel-install.sh").toString(), "kind"));
    assertThat(script.output()).singleElement().asString().startsWith("@twlen1 kind ");
  }

  @Test
  void makesSourcePackages() throws IOException {
    Path rpm = toy(SourcePackages.APPLIES, "");
    assertThat(build(rpm, "-ba").exit()).isZero();
    assertThat(files(".src.rpm")).containsExactly("kernel-3.10.0-1.el7.tw15.src.rpm");
    assertThat(files(".rpm")).hasSize(3);
    // Rebuilt without --define, it makes the same packages.
    Path again = folder.resolve("again");
    checked(
        Command.of("rpmbuild", "--rebuild", "--define", "_topdir " + again)
            .with("--define", "dist .el7", "--define", "_buildshell /bin/bash")
            .with(folder.resolve("out/kernel-3.10.0-1.el7.tw15.src.rpm").toString()));
    assertThat(again.resolve("RPMS/x86_64/kernel-3.10.0-1.el7.tw15.x86_64.rpm")).exists();

    checked(Command.of("rm", "-r", folder.resolve("out").toString()));
    TwlenProgram.Result alone = build(rpm, "-bs");
    assertThat(alone.exit()).as(alone.all()).isZero();
    assertThat(files(".rpm")).containsExactly("kernel-3.10.0-1.el7.tw15.src.rpm");
  }

  @Test
  void acceptsUnusualDirectoryNames() throws IOException {
    Path rpm = toy(SourcePackages.APPLIES, "");
    Path odd = Files.createDirectory(folder.resolve("it's ü, \"odd\" $HOME:x"));
    TwlenProgram.Result result =
        new TwlenProgram(odd, odd.resolve("ca che"))
            .run("build", rpm.toString(), "--seconds", "15");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(odd.resolve("twlen-kernel-3.10.0-1.el7-15s/kernel-3.10.0-1.el7.tw15.x86_64.rpm"))
        .exists();
  }

  @Test
  void rejectsSpecThatSkipsPatch() throws IOException {
    assertUnpatched(
        SourcePackages.APPLIES.replace("-gt 9", "-gt 900"),
        "%prep skipped the patch: no command applied linux-kernel-test.patch,"
            + " after the test '[' 20 -gt 900 ']'");
  }

  @Test
  void rejectsGitApplyThatDoesNothing() throws IOException {
    assertUnpatched(
        """
        git init -q ../..
        ApplyOptionalPatch() { (cd ../.. && git apply --exclude='*tcp.h' $RPM_SOURCE_DIR/$1) ; }
        ApplyOptionalPatch linux-kernel-test.patch
        """,
        "succeeded but applied nothing");
  }

  @Test
  void rejectsRestoredHeader() throws IOException {
    assertUnpatched(
        "cp include/net/tcp.h saved\n" + SourcePackages.APPLIES + "cp saved include/net/tcp.h\n",
        "`patch -p1 -F1 -s` applied the patch, but a later command in %prep restored the old"
            + " header");
  }

  private void assertUnpatched(String prep, String reason) throws IOException {
    TwlenProgram.Result result = build(toy(prep, "touch /nonexistent/compiled"));
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err())
        .contains("%prep succeeded but left the tree unpatched")
        .contains("linux-3.10.0/include/net/tcp.h: TIME_WAIT is 60 s, expected 15 s")
        .contains(reason)
        .contains("nothing was compiled");
    assertThat(folder.resolve("out/build.log")).content().doesNotContain("Executing(%build)");
    assertThat(files(".rpm")).isEmpty();
  }

  @Test
  void reportsFirstErrorOfBuild() throws IOException {
    TwlenProgram.Result result =
        build(toy(SourcePackages.APPLIES, "echo 'tcp.c:7:1: error: no such thing' >&2; exit 1"));
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err())
        .contains("rpmbuild -bb failed: tcp.c:7:1: error: no such thing")
        .contains("the log is " + folder.resolve("out/build.log"));
  }

  @Test
  void reportsMissingDependencies() throws IOException {
    Path rpm = toy(SourcePackages.APPLIES, "");
    String[] needs = {"--define", "needs a-tool-of-el9"};
    TwlenProgram.Result result = build(rpm, needs);
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.err())
        .contains("missing build dependencies (host): a-tool-of-el9")
        .contains("dnf builddep");
    TwlenProgram.Result anyway = build(rpm, needs[0], needs[1], "--nodeps");
    assertThat(anyway.exit()).as(anyway.all()).isZero();
  }

  /** el6's kernel requires kernel-firmware of its own release. */
  @Test
  void reportsUnmetRequirements() throws IOException {
    Path rpm = toy(SourcePackages.APPLIES, "");
    TwlenProgram.Result built = build(rpm, "--define", "firmware built");
    assertThat(built.exit()).as(built.all()).isZero();
    assertThat(built.out())
        .contains(
            """
              install   sh kernel-install.sh install 3.10.0-1.el7.tw15.x86_64 \
            """
                + "kernel-3.10.0-1.el7.tw15.x86_64.rpm"
                + " kernel-firmware-3.10.0-1.el7.tw15.x86_64.rpm\n");
    assertThat(report().at("/build/notes")).isEmpty();
    TwlenProgram.Result missing = build(rpm, "--define", "firmware missing");
    assertThat(missing.exit()).as(missing.all()).isZero();
    assertThat(report().at("/build/notes").toString())
        .contains("cannot install the packages without kernel-firmware 3.10.0-1.el7.tw15");
    assertThat(missing.err()).contains("note: cannot install the packages without kernel-firmware");
  }

  @Test
  void resumesAfterKill() throws Exception {
    Path rpm = toy(SourcePackages.APPLIES + "sleep 1\n", "sleep 1");
    // In %prep, in %build, and while packages are written.
    for (String moment : List.of("Executing(%prep)", "Executing(%build)", "Processing files")) {
      checked(Command.of("rm", "-rf", folder.resolve("out").toString()));
      Path log = folder.resolve("out/build.log");
      twlen.killedOnce(
          folder.resolve("err"),
          Duration.ofMinutes(10),
          () -> Files.exists(log) && Files.readString(log).contains(moment),
          "build",
          rpm.toString(),
          "--seconds",
          "15",
          "-o",
          "out");
      TwlenProgram.Result next = build(rpm);
      assertThat(next.exit()).as(moment + "\n" + next.all()).isZero();
      assertThat(files(".rpm")).hasSize(2);
    }
  }

  @Test
  void signsPackages() throws IOException {
    // In /tmp: the path of gpg-agent's socket must be short.
    Path home = Files.createTempDirectory("k");
    try {
      Command gpg = Command.of("gpg", "--batch", "--passphrase", "");
      checked(
          gpg.with("--quick-generate-key", "Packager", "rsa2048", "sign", "never")
              .withEnvironment("GNUPGHOME", home.toString()));
      Path rpm = toy(SourcePackages.APPLIES, "");
      twlen.with("GNUPGHOME", home.toString());
      TwlenProgram.Result result = build(rpm, "--sign", "Packager");
      assertThat(result.exit()).as(result.all()).isZero();
      for (String made : files(".rpm")) {
        assertThat(RpmPackage.signed(folder.resolve("out").resolve(made))).as(made).isTrue();
      }
      TwlenProgram.Result nobody = build(rpm, "--sign", "Nobody");
      assertThat(nobody.exit()).as(nobody.all()).isEqualTo(12);
      assertThat(nobody.err()).contains("rpmsign").contains("gpg --list-secret-keys Nobody");
    } finally {
      checked(Command.of("gpgconf", "--homedir", home.toString(), "--kill", "all"));
      checked(Command.of("rm", "-r", home.toString()));
    }
  }

  @Test
  void rejectsConflictingOptions() throws IOException {
    Path rpm = toy(SourcePackages.APPLIES, "");
    assertUsage(build(rpm, "--config", "minimal"), "cannot use --config: ");
    assertUsage(build(rpm, "--define", "dist"), "cannot use --define 'dist'");
    assertUsage(build(rpm, "-ba", "-bs"), "-ba");
    assertUsage(
        twlen.run("rebuild", rpm.toString(), "--seconds", "15", "-bs"),
        "a source package cannot be booted");
    Path tree = ToyKernel.linux(folder.resolve("linux"));
    assertUsage(build(tree, "-ba"), "cannot use -ba: ");
  }

  private static void assertUsage(TwlenProgram.Result result, String message) {
    assertThat(result.exit()).as(result.all()).isEqualTo(2);
    assertThat(result.err()).contains(message);
  }

  private static void checked(Command command) {
    var result = new CommandRunner().run(command.withEnvironment("LC_ALL", "C.UTF-8"));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
  }
}
