// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.twlen.fixture.Appliers;
import io.github.twlen.fixture.ToyKernel;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs twlen on source RPMs, mirrors and git. */
class SourcesIT {
  private final CommandRunner runner = new CommandRunner();
  @TempDir Path folder;
  private Path tree;
  private HttpServer server;
  private TwlenProgram twlen;

  @BeforeEach
  void toy() throws IOException {
    tree = ToyKernel.linux(folder.resolve("linux"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Path file = folder.resolve("served" + exchange.getRequestURI().getPath());
          byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
          exchange.sendResponseHeaders(bytes.length > 0 ? 200 : 404, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    twlen = new TwlenProgram(folder, folder.resolve("cache"));
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @Test
  void namesTheRecipeInTheOfflineFix() {
    TwlenProgram.Result offline = twlen.run("fetch", "debian-6.1", "--offline");
    assertThat(offline.exit()).as(offline.all()).isEqualTo(10);
    assertThat(offline.err()).contains("run `twlen fetch debian-6.1`");
  }

  @Test
  void reportsADirectoryWithTheNameOfARecipe() throws IOException {
    Files.createDirectory(folder.resolve("centos-7"));
    TwlenProgram.Result named = twlen.run("recipes", "show", "centos-7");
    assertThat(named.exit()).as(named.all()).isZero();
    assertThat(named.err()).contains("for the file of this name, pass ./centos-7");
    assertThat(twlen.run("recipes", "show", "centos-8").err()).isEmpty();
  }

  @Test
  void showsThePlaceholderPatchInADryRun() throws IOException {
    Path rpm = sourceRpm("el7", "linux-3.10.0-1.el7");
    Map<String, String> before = ToyKernel.state(rpm.resolveSibling(""));
    TwlenProgram.Result result = twlen.run("patch", rpm.toString(), "--seconds", "15", "--dry-run");
    assertThat(result.exit()).as(result.all()).isZero();
    Appliers.assertAppliesCleanly(result.out().getBytes(StandardCharsets.UTF_8), tree);
    assertThat(result.err())
        .contains("package 3.10.0-1.el7:")
        .contains("SOURCES/linux-kernel-test.patch is overwritten")
        .contains("line 9 declares linux-kernel-test.patch")
        .contains("(ApplyOptionalPatch)")
        .contains("no line of the spec changes")
        .contains("--define 'buildid .tw15'");
    assertThat(ToyKernel.state(rpm.resolveSibling(""))).isEqualTo(before);
    // The cache has the files that were read, not the tarball or the tree.
    try (Stream<Path> kept = Files.list(folder.resolve("cache/twlen"))) {
      assertThat(kept.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("CACHEDIR.TAG", "locks", "read", "scratch");
    }
    assertThat(folder.resolve("cache/twlen/scratch")).isEmptyDirectory();
    TwlenProgram.Result again = twlen.run("patch", rpm.toString(), "--seconds", "15", "--dry-run");
    assertThat(again.out()).isEqualTo(result.out());
    assertThat(again.err()).isEqualTo(result.err());
  }

  @Test
  void showsTheLinesThatASpecGets() throws IOException {
    Path rpm = sourceRpm("ml", "linux-6.12");
    TwlenProgram.Result result = twlen.run("patch", rpm.toString(), "--seconds", "15", "--dry-run");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.err())
        .contains("SOURCES/twlen-tcp-timewait-len.patch is added")
        .contains("+Patch1: twlen-tcp-timewait-len.patch")
        .contains("+patch -p1 -F1 -s < %{PATCH1}");
    TwlenProgram.Result json =
        twlen.run("patch", rpm.toString(), "--seconds", "15", "--dry-run", "--json");
    assertThat(json.out()).contains("\"packaging\"").contains("\"spec\" : \"kernel.spec\"");
  }

  /** rpmbuild builds the result without options of twlen. */
  @ParameterizedTest
  @CsvSource({
    "el7, linux-3.10.0-1.el7, kernel-3.10.0-1.el7.tw15",
    "ml, linux-6.12, kernel-6.12-1.tw15.el7"
  })
  void writesAPatchedSourceRpm(String idiom, String top, String nvr) throws IOException {
    Path rpm = sourceRpm(idiom, top);
    Path patched = folder.resolve("patched 'ü'.src.rpm");
    TwlenProgram.Result result =
        twlen.run("patch", rpm.toString(), "--seconds", "15", "-o", patched.toString());
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.err()).contains("wrote " + patched + ": " + nvr);
    Path build = Files.createDirectory(folder.resolve("elsewhere"));
    for (String way : List.of("--rebuild", "-rp")) {
      run(
          "rpmbuild",
          way,
          "--define",
          "_topdir " + build,
          "--define",
          "_buildshell /bin/bash", // Debian's sh has no pushd.
          "--define",
          "dist .el7",
          patched.toString());
    }
    Path header = build.resolve("BUILD/" + nvr.replaceFirst("-1\\..*", "") + "/" + top);
    assertThat(header.resolve("include/net/tcp.h")).content().contains("(15*HZ)");
    assertThat(folder.resolve("cache/twlen/packing")).isEmptyDirectory();
    Files.writeString(patched, "mine");
    TwlenProgram.Result tarball =
        twlen.run("patch", tree.toString(), "--seconds", "15", "-o", patched.toString());
    assertThat(tarball.exit()).isEqualTo(2);
    assertThat(tarball.err()).contains("cannot write a source RPM from ");
    assertThat(patched).content().isEqualTo("mine");
  }

  @Test
  void writesNothingWhenRpmbuildFails() throws IOException {
    Path rpm = sourceRpm("el7", "linux-3.10.0-1.el7");
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path fake =
        Files.writeString(
            bin.resolve("rpmbuild"), "#!/bin/sh\necho 'error: line 7: Unknown tag' >&2; exit 1\n");
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    twlen.with("PATH", bin + ":" + System.getenv("PATH"));
    Path patched = folder.resolve("y.src.rpm");
    TwlenProgram.Result result =
        twlen.run("patch", rpm.toString(), "--seconds", "15", "-o", patched.toString());
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err()).contains("kernel.spec:6: Unknown tag");
    assertThat(patched).doesNotExist();
    assertThat(folder.resolve("cache/twlen/packing")).isEmptyDirectory();
  }

  @Test
  void fetchesAndCachesFromMirrors() throws IOException {
    Path served = Files.createDirectories(folder.resolve("served/6"));
    Path tarball = served.resolve("linux-6.1.tar.xz");
    run("tar", "-C", folder.toString(), "-cJf", tarball.toString(), "linux");
    String digest = io.github.twlen.workspace.Digests.sha256(tarball);
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    Path recipe =
        recipe(
            "  tarball: linux-{kernel}.tar.xz\n  mirrors: ["
                + base
                + "/gone/, "
                + base
                + "/6/]\n  sha256: "
                + digest
                + "\n");
    TwlenProgram.Result result = twlen.run("fetch", recipe.toString());
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out()).contains(digest).contains("matches the recipe: SHA-256");
    assertThat(result.err()).contains("/gone/linux-6.1.tar.xz").contains("HTTP status 404");
    server.stop(0);
    assertThat(twlen.run("fetch", recipe.toString(), "--offline").exit()).isZero();
    assertThat(twlen.run("patch", recipe.toString(), "--seconds", "9", "--dry-run").exit())
        .isZero();
    Files.writeString(recipe, Files.readString(recipe).replace(digest, "0".repeat(64)));
    TwlenProgram.Result other = twlen.run("fetch", recipe.toString(), "--offline");
    assertThat(other.exit()).as(other.all()).isEqualTo(10);
    assertThat(other.err()).contains("expected 0000").doesNotContain("Exception");
  }

  @Test
  void buildsAKernelFromGit() throws IOException {
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", "one");
    git("tag", "v6.1");
    String commit = git("rev-parse", "HEAD").output().get(0);
    Path bare = folder.resolve("bare ü.git");
    run("git", "clone", "-q", "--bare", tree.toString(), bare.toString());
    Path recipe =
        recipe("  git: " + bare.toUri() + "\n  ref: v{kernel}\n  commit: " + commit + "\n");
    Path out = folder.resolve("out");
    TwlenProgram.Result result =
        twlen.run("build", recipe.toString(), "--seconds", "15", "--output", out.toString());
    assertThat(result.exit()).as(result.all()).isZero();
    // With a .git in the tree, kbuild would append a plus to the release.
    assertThat(out.resolve("report.json")).content().contains("-tw15\"").doesNotContain("tw15+");
    TwlenProgram.Result missing = twlen.run("fetch", recipe.toString(), "--kernel", "6.2");
    assertThat(missing.exit()).as(missing.all()).isEqualTo(10);
    assertThat(missing.err()).contains("has no tag or branch v6.2").contains("pass v6.1");
  }

  @Test
  void showsAndChecksRecipes() throws IOException {
    TwlenProgram.Result show = twlen.run("recipes", "show", "centos-7");
    assertThat(show.out())
        .contains("kernel-3.10.0-1160.119.1.el7.src.rpm")
        .contains("the RPM's signature by 6341AB2753D78A78A7C27BB124C6A8A7F4A80EB5")
        .contains("rpmbuild --with baseonly --without debuginfo --without kabichk")
        .contains("centos/7")
        .contains("series: a tree of this series was built, booted and measured");
    Path wrong = recipe("  tarbal: x\n");
    TwlenProgram.Result check = twlen.run("recipes", "check", wrong.toString());
    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err()).contains(wrong + ":5:3: 'tarbal'").contains("write 'tarball'");
    TwlenProgram.Result build =
        twlen.run("build", "centos-7", "--seconds", "15", "--config", "minimal");
    assertThat(build.exit()).isEqualTo(2);
    assertThat(build.err()).contains("centos-7 is built by rpmbuild");
  }

  @Test
  void acceptsAPackageOfDnfWithATrustedKey() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    // In /tmp, since the path of gpg's socket must be short.
    Path keys = Files.createTempDirectory("k");
    try {
      Path rpm = signed(sourceRpm("el7", "linux-3.10.0-1.el7"), keys);
      Path bin = Files.createDirectory(folder.resolve("bin"));
      Path dnf =
          Files.writeString(
              bin.resolve("dnf"),
              "#!/bin/sh\nwhile [ $# -gt 1 ]; do [ \"$1\" = --destdir ] && to=$2; shift; done\n"
                  + "[ \"$1\" = kernel ] && cp '"
                  + rpm
                  + "' \"$to\"\n");
      assertThat(dnf.toFile().setExecutable(true)).isTrue();
      twlen.with("PATH", bin + ":" + System.getenv("PATH")).with("HOME", home.toString());
      TwlenProgram.Result unknown = twlen.run("fetch", "distro-rpm");
      assertThat(unknown.exit()).as(unknown.all()).isEqualTo(10);
      assertThat(unknown.err()).contains("signed by another key");
      assertThat(twlen.run("fetch", "distro-rpm", "--offline").exit()).isEqualTo(10);
      checked(
          Command.of("rpmkeys", "--import", keys.resolve("vendor.asc").toString())
              .withEnvironment("HOME", home.toString()));
      TwlenProgram.Result trusted = twlen.run("fetch", "distro-rpm");
      assertThat(trusted.exit()).as(trusted.all()).isZero();
      assertThat(trusted.out()).contains("which this host's rpm trusts");
      assertThat(twlen.run("fetch", "distro-rpm", "--offline").exit()).isZero();
    } finally {
      run("gpgconf", "--homedir", keys.toString(), "--kill", "all");
      run("rm", "-r", keys.toString());
    }
  }

  private Path signed(Path rpm, Path keys) {
    String[] gpg = {"gpg", "--homedir", keys.toString(), "--batch"};
    checked(
        Command.of(gpg)
            .with(
                "--passphrase", "", "--quick-generate-key", "vendor", "rsa2048", "sign", "never"));
    String key = keys.resolve("vendor.asc").toString();
    checked(Command.of(gpg).with("--armor", "--output", key, "--export", "vendor"));
    run(
        "rpmsign",
        "--define",
        "__gpg /usr/bin/gpg",
        "--define",
        "_gpg_path " + keys,
        "--define",
        "_gpg_name vendor",
        "--define",
        "_gpg_sign_cmd_extra_args --batch --pinentry-mode loopback",
        "--addsign",
        rpm.toString());
    return rpm;
  }

  private Path recipe(String source) throws IOException {
    return Files.writeString(
        folder.resolve("toy.yaml"), "name: toy\nsummary: a toy\nkernel: '6.1'\nsource:\n" + source);
  }

  private Path sourceRpm(String idiom, String top) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("top ü/SOURCES"));
    Path named = folder.resolve(top);
    Files.move(tree, named);
    run("tar", "-C", folder.toString(), "-cJf", sources.resolve(top + ".tar.xz").toString(), top);
    Files.move(named, tree);
    Files.writeString(sources.resolve("linux-kernel-test.patch"), "");
    Files.writeString(sources.resolve("config"), "");
    Path spec = sources.resolveSibling("kernel.spec");
    Files.copy(Path.of("src/test/fakesrpm", idiom + ".spec"), spec);
    run(
        "rpmbuild",
        "-bs",
        "--define",
        "_topdir " + sources.resolveSibling(""),
        "--define",
        "dist .el7",
        spec.toString());
    try (Stream<Path> made = Files.list(sources.resolveSibling("SRPMS"))) {
      return made.findFirst().orElseThrow();
    }
  }

  private CommandResult git(String... words) {
    return checked(Command.of("git").with(words).in(tree));
  }

  private void run(String... words) {
    checked(Command.of(words));
  }

  private CommandResult checked(Command command) {
    CommandResult result = runner.run(command.withEnvironment("LC_ALL", "C.UTF-8"));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
    return result;
  }
}
