// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.spec.SpecFailure;
import io.github.twlen.patch.TreePatch;
import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.recipe.TreeEdit;
import io.github.twlen.recipe.Version;
import io.github.twlen.recipe.reader.RecipeBook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs rpmbuild on toys in the vendors' idioms. */
class RpmBuildIT {
  @TempDir Path folder;
  private ToyRpm toy;

  @BeforeEach
  void sources() throws IOException {
    toy = new ToyRpm(folder, new RpmTopDir(folder.resolve("top")));
    toy.sources();
  }

  private static String spec(String prep) {
    return ToyRpm.spec(prep, "");
  }

  private BuiltKernel build(String text) {
    return toy.build(text, new HostEnvironment(), folder.resolve("cache"));
  }

  @Test
  void buildsSpecOfEl7() {
    BuiltKernel built =
        build(
            spec(
                """
                patch_command='patch -p1 -F1 -s'
                ApplyOptionalPatch()
                {
                  local C=$(wc -l $RPM_SOURCE_DIR/$1 | awk '{print $1}')
                  if [ "$C" -gt 9 ]; then
                    $patch_command < $RPM_SOURCE_DIR/$1
                  fi
                }
                ApplyOptionalPatch linux-kernel-test.patch
                """));
    List<RpmPackage> made = built.packages().stream().map(RpmPackage::open).toList();
    assertThat(made)
        .extracting(RpmPackage::name)
        .containsExactlyInAnyOrder("kernel", "kernel-devel");
    assertThat(made)
        .allSatisfy(rpm -> assertThat(rpm.versionRelease()).isEqualTo("3.10-1.el7.tw15"));
    assertThat(built.release()).isEqualTo("k");
    assertThat(built.image().orElseThrow()).content().contains("(15*HZ)");
    assertThat(built.headerSeen()).hasToString("read after %prep and in kernel-devel");
    assertThat(built.notes()).isEmpty();
    assertThat(toy.log()).content().contains("--noprep").contains("cp include");
  }

  @Test
  void appliesRemediesForOldKernel() {
    String prep =
        """
        patch -p1 -s < %{_sourcedir}/linux-kernel-test.patch
        mkdir kernel
        printf '\\tif (!defined(@val)) {\\n' > kernel/timeconst.pl
        """;
    String make =
        """
        cd linux-3.10
        echo 'int f(void) { return 0; }' > f.c
        gcc -D__KERNEL__ -mcmodel=kernel -c f.c
        grep -qF '!@val' kernel/timeconst.pl
        cd ..
        """;
    String name = "perl-defined-array.patch.in";
    RecipeBook book = new RecipeBook(List.of());
    TreeEdit edit = TreePatch.parse(name, book.bytes("patches/" + name)).edit();
    RemedyPlan plan =
        new RemedyPlan(book.remedies(), Map.of(name, edit), true, Optional.of(Version.of("3.8")));
    BuiltKernel built =
        toy.build(ToyRpm.spec(prep, make), new HostEnvironment(), folder.resolve("cache"), plan);
    assertThat(built.remedies())
        .extracting(AppliedRemedy::name)
        .contains("no-pie", "perl-defined-array")
        .doesNotContain("compiler-header");
    assertThatThrownBy(() -> build(ToyRpm.spec(prep, make)))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("code model kernel does not support PIC mode");
  }

  /** git apply in a directory of another repository silently applies nothing. */
  @Test
  void stopsIfGitAppliesNothing() {
    assertNotCompiled(
        "succeeded but applied nothing",
        spec(
            """
            git init -q ..
            ApplyOptionalPatch() { git apply --directory=elsewhere --include='none/*' $RPM_SOURCE_DIR/$1 ; }
            ApplyOptionalPatch linux-kernel-test.patch
            """));
  }

  @Test
  void stopsIfSpecSkipsPatch() {
    assertNotCompiled(
        "%prep skipped the patch: no command applied linux-kernel-test.patch,"
            + " after the test '[' 12 -gt 500 ']'",
        spec(
            """
            ApplyOptionalPatch()
            {
              if [ $(wc -l < $RPM_SOURCE_DIR/$1) -gt 500 ]; then patch -p1 -s < $RPM_SOURCE_DIR/$1; fi
            }
            ApplyOptionalPatch linux-kernel-test.patch
            """));
  }

  @Test
  void stopsIfHeaderIsRestored() {
    assertNotCompiled(
        "`patch -p1 -F1 -s` applied the patch, but a later command in %prep restored the old"
            + " header",
        spec(
            """
            cp include/net/tcp.h saved
            ApplyOptionalPatch() { patch -p1 -F1 -s < $RPM_SOURCE_DIR/$1 ; }
            ApplyOptionalPatch linux-kernel-test.patch
            cp saved include/net/tcp.h
            """));
  }

  @Test
  void stopsIfHeaderIsRestoredAfterGit() {
    assertNotCompiled(
        "` applied the patch, but a later command in %prep restored the old header",
        spec(
            """
            cp -p include/net/tcp.h saved
            ApplyOptionalPatch() { git apply $RPM_SOURCE_DIR/$1 ; }
            ApplyOptionalPatch linux-kernel-test.patch
            cp -p saved include/net/tcp.h
            """));
  }

  @Test
  void reportsRejectedPatch() {
    assertThatThrownBy(
            () ->
                build(
                    spec(
                        """
                        sed -i 's/(60/(61/' include/net/tcp.h
                        ApplyOptionalPatch() { patch -p1 -F1 -s < $RPM_SOURCE_DIR/$1 ; }
                        ApplyOptionalPatch linux-kernel-test.patch
                        """)))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("rpmbuild -bp failed: 1 out of 1 hunk FAILED -- saving rejects");
  }

  private void assertNotCompiled(String reason, String spec) {
    assertThatThrownBy(() -> build(spec))
        .isInstanceOfSatisfying(
            BuildFailure.class,
            failure -> {
              assertThat(failure.what())
                  .contains("%prep succeeded but left the tree unpatched")
                  .contains("linux-3.10/include/net/tcp.h: it says 60 s");
              assertThat(failure.remedy()).contains(reason).endsWith("; nothing was compiled");
            });
    assertThat(toy.log()).content().doesNotContain("cp include/net/tcp.h image");
  }

  @Test
  void namesMissingDependencies() {
    assertThatThrownBy(() -> build(spec("").replace("License", "BuildRequires: hmaccalc\nLicense")))
        .isInstanceOf(SpecFailure.class);
    String prep = "ApplyOptionalPatch() { patch -p1 < $RPM_SOURCE_DIR/$1 ; }\n";
    assertThatThrownBy(
            () ->
                build(
                    spec(prep + "ApplyOptionalPatch linux-kernel-test.patch\n")
                        .replace("License", "BuildRequires: hmaccalc\nLicense")))
        .isInstanceOf(MissingDependencyFailure.class)
        .hasMessageContaining("hmaccalc");
  }
}
