// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.fixture.ToyKernel;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches a spec in each vendor's idiom and prepares it with the real rpmbuild. */
class VendorSpecsIT {
  private static final String MAIL =
      """
      From 0000000000000000000000000000000000000001 Mon Sep 17 00:00:00 2001
      From: A Vendor <vendor@example.org>
      Date: Mon, 1 Jan 2024 00:00:00 +0000
      Subject: [PATCH] a patch of the vendor's

      ---
       vendor | 1 +

      --- /dev/null
      +++ b/vendor
      @@ -0,0 +1 @@
      +x
      --\s
      2.0
      """;

  private final CommandRunner runner = new CommandRunner();
  @TempDir Path folder;
  private Path sources;
  private TwlenProgram twlen;

  @BeforeEach
  void sources() throws IOException {
    twlen = new TwlenProgram(folder, folder.resolve("cache"));
    sources = Files.createDirectories(folder.resolve("top/SOURCES"));
    Files.writeString(sources.resolve("linux-kernel-test.patch"), "");
    Files.writeString(sources.resolve("vendor.patch"), MAIL);
    Files.writeString(sources.resolve("config"), "");
    Path script = Files.writeString(sources.resolve("configs.sh"), "#!/bin/sh\n: > toy.config\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "el5,    linux-2.6.18,             .el5,  2.6.18-8.el5.tw15,    line 11 declares",
    "el6,    linux-2.6.32-71.el6,      .el6,  2.6.32-71.el6.tw15,   line 11 declares",
    "el7,    linux-3.10.0-1.el7,       .el7,  3.10.0-1.el7.tw15,    line 9 declares",
    "el8,    linux-4.18.0-80.el8,      .el8,  4.18.0-80.el8.tw15,   line 17 declares",
    "el9,    linux-5.14.0-70.el9,      .el9,  5.14.0-70.tw15.el9,   line 16 declares",
    "el10,   linux-6.12.0-0.hs1.el10,  .el10, 6.12.0-0.hs1.tw15.el10, line 14 declares",
    "fedora, linux-5.15,               .fc35, 5.15-200.tw15.fc35,   applies all declared patches",
    "auto,   linux-6.1,                .el9,  6.1-1.tw15.el9,       applies all declared patches",
    "ml,     linux-6.12,               .el9,  6.12-1.tw15.el9,      patch -p1 -F1 -s <"
  })
  void patchesTreeAndNamesPackage(String idiom, String top, String dist, String release, String how)
      throws IOException {
    Path rpm = pack(idiom, "", top, dist);
    Path patched = folder.resolve("patched.src.rpm");
    TwlenProgram.Result result =
        twlen.run("patch", rpm.toString(), "--seconds", "15", "-o", patched.toString());
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.err()).contains(how).contains("wrote " + patched + ": kernel-" + release);
    prepare(patched, dist);
    assertThat(headers()).isNotEmpty().allSatisfy(h -> assertThat(h).content().contains("(15*HZ)"));
    String expanded = expanded("top2/SPECS/kernel.spec", dist);
    assertThat(expanded).containsPattern("(?m)^Release: " + release.replaceFirst(".*?-", "") + "$");
  }

  /** ELRepo's tarball is a separate file. */
  @Test
  void usesTarballBesidePackage() throws IOException {
    Path rpm = pack("ml", "NoSource: 0", "linux-6.12", ".el9");
    assertThat(rpm.toString()).endsWith(".nosrc.rpm");
    Path patched = folder.resolve("patched.src.rpm");
    String[] words = {"patch", rpm.toString(), "--seconds", "15", "-o", patched.toString()};
    TwlenProgram.Result alone = twlen.run(words);
    assertThat(alone.exit()).as(alone.all()).isEqualTo(10);
    Path beside = rpm.resolveSibling("linux-6.12.tar.xz");
    assertThat(alone.err())
        .contains("cannot use " + rpm.getFileName() + ": its linux-6.12.tar.xz is missing")
        .contains("put it next to the package: " + beside);
    Files.copy(sources.resolve("linux-6.12.tar.xz"), beside);
    TwlenProgram.Result result = twlen.run(words);
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(patched.toFile().length()).isLessThan(rpm.toFile().length() + 4_096);
    Path again = Files.createDirectories(folder.resolve("top2/SOURCES"));
    Files.copy(beside, again.resolve("linux-6.12.tar.xz"));
    prepare(patched, ".el9");
    assertThat(headers()).isNotEmpty().allSatisfy(h -> assertThat(h).content().contains("(15*HZ)"));
  }

  /** Only rpm can evaluate a condition. */
  @Test
  void rejectsSpecThatSkipsPatch() throws IOException {
    Path spec = Path.of("src/test/fakesrpm/el7.spec");
    String text =
        Files.readString(spec)
            .replace("ApplyOptionalPatch linux", "%if 0%{?toy}\nApplyOptionalPatch linux")
            .replace("%build", "%endif\n%build");
    Path rpm = packed(text, "linux-3.10.0-1.el7", ".el7");
    Path patched = folder.resolve("patched.src.rpm");
    TwlenProgram.Result result =
        twlen.run("patch", rpm.toString(), "--seconds", "15", "-o", patched.toString());
    assertThat(result.exit()).as(result.all()).isEqualTo(11);
    assertThat(result.err()).contains("skips linux-kernel-test.patch");
    assertThat(patched).doesNotExist();
  }

  private Path pack(String idiom, String tags, String top, String dist) throws IOException {
    String text = Files.readString(Path.of("src/test/fakesrpm", idiom + ".spec"));
    return packed(text.replaceFirst("(?m)^%description", tags + "\n%description"), top, dist);
  }

  private Path packed(String text, String top, String dist) throws IOException {
    Path tree = ToyKernel.linux(folder.resolve(top));
    Path tarball = sources.resolve(top + ".tar.xz");
    run("tar", "-C", folder.toString(), "-cJf", tarball.toString(), top);
    run("rm", "-r", tree.toString());
    Path spec = Files.writeString(folder.resolve("top/kernel.spec"), text);
    rpm("rpmbuild", "top", dist, "-bs", spec.toString());
    try (Stream<Path> made = Files.list(folder.resolve("top/SRPMS"))) {
      return made.findFirst().orElseThrow();
    }
  }

  private void prepare(Path patched, String dist) {
    rpm("rpmbuild", "top2", dist, "--target", "x86_64", "-rp", "--noclean", patched.toString());
    // -rp removes its build; rpmspec needs the sources.
    rpm("rpm", "top2", dist, "-i", patched.toString());
  }

  private String expanded(String spec, String dist) {
    CommandResult result = rpm("rpmspec", "top2", dist, "-P", folder.resolve(spec).toString());
    return String.join("\n", result.output());
  }

  private CommandResult rpm(String program, String top, String dist, String... words) {
    Command command =
        Command.of(program)
            .with("--define", "_topdir " + folder.resolve(top))
            .with("--define", "dist " + dist)
            .with("--define", "_buildshell /bin/bash") // Debian's sh has no pushd.
            .with(words)
            .withEnvironment("HOME", folder.toString());
    return checked(command);
  }

  /** Returns the headers that would be compiled, without unpatched copies. */
  private List<Path> headers() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("top2/BUILD"))) {
      return all.filter(f -> f.endsWith("include/net/tcp.h"))
          .filter(f -> !f.toString().contains("/vanilla/"))
          .toList();
    }
  }

  private void run(String... words) {
    checked(Command.of(words));
  }

  private CommandResult checked(Command command) {
    CommandResult result = runner.run(command.withEnvironment("LC_ALL", "C.UTF-8"));
    assertThat(result.ok()).as(String.join("\n", result.errors())).isTrue();
    return result;
  }
}
