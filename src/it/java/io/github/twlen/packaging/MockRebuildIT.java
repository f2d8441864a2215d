// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.fixture.DnfRoot;
import io.github.twlen.fixture.SourcePackages;
import io.github.twlen.fixture.TwlenProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rebuilds a patched source package with the commands of {@code mock --rebuild}: a root from dnf,
 * the source package repacked by the root's rpmbuild, its requirements from dnf, then the build as
 * an ordinary user without network. mock itself is not a Debian package.
 */
class MockRebuildIT {
  private static final String SPEC = "/builddir/build/SPECS/kernel.spec";

  @TempDir Path folder;

  @Test
  void rebuildsPatchedSourcePackage() throws IOException {
    Path stock =
        SourcePackages.toy(
            Files.createDirectory(folder.resolve("vendor")),
            SourcePackages.APPLIES,
            DnfRoot.TOOL,
            "%define needs " + DnfRoot.TOOL);
    Path patched = folder.resolve("patched.src.rpm");
    TwlenProgram.Result result =
        new TwlenProgram(folder, folder.resolve("cache"))
            .run("patch", stock.toString(), "--seconds", "15", "-o", patched.toString());
    assertThat(result.exit()).as(result.all()).isZero();

    DnfRoot root = new DnfRoot(Files.createDirectory(folder.resolve("dnf")));
    root.build("rpm", "-Uvh", "--nodeps", root.give(patched));
    root.build("rpmbuild", "-bs", "--target", "x86_64", "--nodeps", SPEC);
    String source = "/builddir/build/SRPMS/kernel-3.10.0-1.el7.tw15.src.rpm";
    assertThat(root.has(source)).isTrue();
    List<String> needs = root.build("rpm", "-qp", "--requires", source);
    assertThat(needs).contains(DnfRoot.TOOL);
    assertThat(root.has("/usr/bin/" + DnfRoot.TOOL)).isFalse();
    root.install(needs.stream().filter(need -> !need.startsWith("rpmlib(")).toArray(String[]::new));
    root.build("rpmbuild", "-bb", "--target", "x86_64", "--nodeps", SPEC);

    String packages = "/builddir/build/RPMS/x86_64/kernel";
    RpmPackage kernel = RpmPackage.open(root.path(packages + "-3.10.0-1.el7.tw15.x86_64.rpm"));
    assertThat(kernel.content(path -> path.startsWith("/boot/vmlinuz-3.10.0-1.el7.tw15.")))
        .isPresent();
    RpmPackage devel = RpmPackage.open(root.path(packages + "-devel-3.10.0-1.el7.tw15.x86_64.rpm"));
    assertThat(devel.content(path -> path.endsWith("include/net/tcp.h")))
        .hasValueSatisfying(
            header ->
                assertThat(new String(header, StandardCharsets.ISO_8859_1)).contains("(15*HZ)"));
  }
}
