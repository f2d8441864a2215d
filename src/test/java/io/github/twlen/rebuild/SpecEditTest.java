// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Message;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecFile;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.spec.SpecLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecEditTest {
  private static final byte[] PATCH = "the patch\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private Path root;
  private Path spec;

  @BeforeEach
  void createWorkTree() throws IOException {
    root = Files.createDirectories(folder.resolve("work")).toRealPath();
    Files.createDirectory(root.resolve("SOURCES"));
    spec = Files.createDirectory(root.resolve("SPECS")).resolve("kernel.spec");
    Files.writeString(spec, "before\n");
  }

  private SpecEdit edit() throws IOException {
    SpecFile before = SpecFile.of("kernel.spec", "before\n".getBytes(StandardCharsets.US_ASCII));
    SpecFile after = SpecFile.of("kernel.spec", "after\n".getBytes(StandardCharsets.US_ASCII));
    return new SpecEdit(
        SpecLayout.of(spec),
        "before\n",
        new SpecChange(
            before,
            after,
            "own.patch",
            false,
            Message.verbatim("how"),
            ".tw15",
            List.of("--define", "buildid .tw15")),
        PATCH);
  }

  @Test
  void addsThePatchAndEditsTheSpec() throws IOException {
    Files.setPosixFilePermissions(spec, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(edit().files())
        .extracting(SpecEdit.Changed::shown)
        .containsExactly("SOURCES/own.patch", "SPECS/kernel.spec");
    assertThat(spec).hasContent("before");
    assertThat(edit().write())
        .containsExactly("added " + root.resolve("SOURCES/own.patch"), "changed " + spec);
    assertThat(spec).hasContent("%global buildid .tw15\nafter");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spec)))
        .isEqualTo("rw-r-----");
    assertThat(root.resolve("SOURCES/own.patch")).hasBinaryContent(PATCH);
  }

  @Test
  void keepsALinkInsideTheWorkTree() throws IOException {
    Files.createDirectory(root.resolve(".git"));
    Path real = Files.move(spec, root.resolve("real.spec"));
    Files.createSymbolicLink(spec, Path.of("../real.spec"));
    edit().write();
    assertThat(spec).isSymbolicLink().hasContent("%global buildid .tw15\nafter");
    assertThat(real).isRegularFile();
  }

  @Test
  void writesNothingOutsideTheWorkTree() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "before\n");
    Files.createSymbolicLink(root.resolve("SOURCES/own.patch"), outside);
    assertRefused("own.patch: a link leads out of " + root);
    Files.delete(root.resolve("SOURCES/own.patch"));
    Files.createSymbolicLink(root.resolve("SOURCES/own.patch"), folder.resolve("none"));
    assertRefused("own.patch: a link leads out of " + root);
    Files.delete(root.resolve("SOURCES/own.patch"));
    Files.delete(spec);
    Files.createSymbolicLink(spec, outside);
    assertRefused("kernel.spec: a link leads out of " + root);
    Files.delete(spec);
    Files.writeString(spec, "before\n");
    Files.delete(root.resolve("SOURCES"));
    Files.createSymbolicLink(root.resolve("SOURCES"), folder);
    assertRefused("own.patch: a link leads out of " + root);
    assertThat(outside).hasContent("before");
    assertThat(folder.resolve("own.patch")).doesNotExist();
  }

  @Test
  void refusesASpecThatChangedMeanwhile() throws IOException {
    Files.writeString(spec, "edited\n");
    assertRefused("it has just changed");
    assertThat(root.resolve("SOURCES/own.patch")).doesNotExist();
  }

  private void assertRefused(String what) {
    assertThatThrownBy(() -> edit().write())
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining(what);
  }
}
