// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.archive.rpm.RpmEntry;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.archive.rpm.RpmPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds toys with the difficulties of specs from other vendors. */
class RoughSpecIT {
  private static final String[] WITHOUT_PERF = {"--without", "perf"};

  @TempDir Path folder;
  private TwlenProgram twlen;

  @BeforeEach
  void program() {
    twlen = new TwlenProgram(folder, folder.resolve("cache"));
  }

  private Path rough(String newOptions) throws IOException {
    return SourcePackages.rough(Files.createDirectory(folder.resolve("vendor")), newOptions);
  }

  private TwlenProgram.Result twlen(String command, Path rpm, String... more) {
    return twlen.run(
        Stream.concat(
                Stream.of(command, rpm.toString(), "--seconds", "15", "-o", "out"), Stream.of(more))
            .toArray(String[]::new));
  }

  private JsonNode build() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out/report.json").toFile()).at("/build");
  }

  @Test
  void replacesUndefinedMacro() throws IOException {
    TwlenProgram.Result result = twlen("build", rough(""), WITHOUT_PERF);
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.all()).contains("macro-pesign").contains("not signed for Secure Boot");
    assertThat(folder.resolve("out/build.log")).content().contains("twlen: remedy macro-pesign");
    assertThat(build().at("/remedies").toString())
        .contains("macro-pesign")
        .contains("--define 'pesign(i:o:C:e:c:n:a:s) cp");
    assertThat(folder.resolve("out/bzImage")).content().contains("(15*HZ)");
  }

  /** make -s prints no file names. */
  @Test
  void countsObjectsWhereMakeIsSilent() throws IOException {
    TwlenProgram.Result result = twlen("build", rough(""), WITHOUT_PERF);
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(build().at("/filesCompiled").asInt()).isEqualTo(2);
    assertThat(result.err()).contains("2 files compiled");
  }

  @Test
  void runsScriptsOfPatchedPackage() throws IOException {
    Path rpm = rough("");
    Path patched = folder.resolve("patched.src.rpm");
    TwlenProgram.Result written =
        twlen.run("patch", rpm.toString(), "--seconds", "30", "-o", patched.toString());
    assertThat(written.exit()).as(written.all()).isZero();
    TwlenProgram.Result result = twlen("build", rpm, WITHOUT_PERF);
    assertThat(result.exit()).as(result.all()).isZero();
    Path kernel = folder.resolve("out/kernel-3.10.0-1.el7.tw15.x86_64.rpm");
    assertThat(RpmPackage.open(kernel).content(path -> path.equals("/boot/signed"))).isPresent();
    assertThat(RpmFile.open(patched).files())
        .filteredOn(file -> file.name().equals("sign-modules"))
        .allMatch(RpmEntry::executable)
        .hasSize(1);
  }

  /** %prep needs a broken link of the tree. */
  @Test
  void keepsBrokenLink() throws IOException {
    TwlenProgram.Result result = twlen("build", rough(""), WITHOUT_PERF);
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(folder.resolve("out/build.log")).content().contains("+ rm -f configs");
    assertThat(folder.resolve("out/config")).content().isEqualTo("CONFIG_NET=y\n");
  }

  @Test
  void rejectsMissingMacroWithoutRemedies() throws IOException {
    TwlenProgram.Result result = twlen("build", rough(""), "--no-remedies");
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.err())
        .contains("the spec calls %pesign, and nothing defines it (host)")
        .contains("install pesign there; or omit --no-remedies");
    assertThat(folder.resolve("out/build.log")).content().doesNotContain("Executing(%prep)");
  }

  @Test
  void usesMacroOfUser() throws IOException {
    TwlenProgram.Result result =
        twlen(
            "build",
            rough(""),
            "--without",
            "perf",
            "--define",
            "pesign(i:o:C:e:c:n:a:s) cp %{-i*} %{-o*}");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(build().at("/remedies").toString()).doesNotContain("pesign");
  }

  @Test
  void namesRefusedOptions() throws IOException {
    TwlenProgram.Result result = twlen("build", rough("CONFIG_NEW_ONE=y\nCONFIG_OTHER=7\n"));
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err())
        .contains(
            "the spec refuses kernel-3.10.0-x86_64.config: it does not set CONFIG_NEW_ONE,"
                + " CONFIG_OTHER")
        .contains("nothing was compiled")
        .doesNotContain("nonsuch-python");
  }

  @Test
  void namesReasonOfFailedScript() throws IOException {
    TwlenProgram.Result result = twlen("build", rough(""), "--define", "prep_ends mkdir include");
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err())
        .containsPattern("rpmbuild -bp failed: mkdir: .*include.*: File exists")
        .doesNotContain("nonsuch-python")
        .doesNotContain("bogus date");
  }

  @Test
  void namesSilentFailedCommand() throws IOException {
    TwlenProgram.Result result = twlen("build", rough(""), "--define", "prep_ends test -f nowhere");
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err()).contains("rpmbuild -bp failed: `test -f nowhere` failed");
  }

  @Test
  void warnsOfUnknownMacro() throws IOException {
    TwlenProgram.Result result =
        twlen("build", rough(""), "--define", "prep_ends %%a_vendors_macro x");
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err())
        .contains("warning: the spec calls %a_vendors_macro, and nothing defines it (host)")
        .contains("rpmbuild -bp failed: %a_vendors_macro: nothing defines this macro")
        .doesNotContain("no job control");
  }

  /** The toy's perf does not build, and its kernel does not boot. */
  @Test
  void omitsOtherPackages() throws IOException {
    Path rpm = rough("");
    TwlenProgram.Result proof = twlen("rebuild", rpm);
    assertThat(folder.resolve("out/build.log"))
        .content()
        .contains("--without perf --without tools")
        .doesNotContain("bpftool")
        .doesNotContain("a newer linker does not take this");
    assertThat(proof.exit()).as(proof.all()).isNotEqualTo(12);
    TwlenProgram.Result server = twlen("build", rpm);
    assertThat(server.exit()).as(server.all()).isEqualTo(12);
    assertThat(server.err()).contains("perf.c:1:1: error: a newer linker does not take this");
  }
}
