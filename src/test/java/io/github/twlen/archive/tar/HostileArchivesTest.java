// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.twlen.Progress;
import io.github.twlen.TwlenFailure;
import io.github.twlen.archive.ArchiveBombs;
import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.DebFile;
import io.github.twlen.archive.rpm.RpmEntry;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Checks that hostile archives are rejected with the reason and leave no files. */
class HostileArchivesTest {
  /** Detects hangs; measures no speed. */
  private static final Duration HANG = Duration.ofMinutes(2);

  /** Terminal controls and line breaks. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\u0080-\\u009f\\u2028-\\u202e\\u2066-\\u2069]");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> rejectsHostileArchives() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("victim"), "untouched");
    Path work = Files.createDirectories(folder.resolve("work"));
    List<HostileArchives.One> all = new ArrayList<>(HostileArchives.all(outside.toString()));
    assertThat(all).hasSizeGreaterThan(60);
    all.addAll(ArchiveBombs.all());
    List<String> before = state(outside);
    return all.stream()
        .map(
            one ->
                DynamicTest.dynamicTest(one.name(), () -> isRefused(one, work, outside, before)));
  }

  private void isRefused(HostileArchives.One one, Path work, Path outside, List<String> before)
      throws IOException {
    try {
      Path file = Files.write(folder.resolve("an archive"), one.bytes());
      Optional<TwlenFailure> failure =
          assertTimeoutPreemptively(HANG, () -> refusal(one, file, work.resolve("tree")));
      assertThat(failure).isPresent();
      assertThat(failure.orElseThrow())
          .isInstanceOf(ArchiveFailure.class); // Its exit code blames the archive, not the host.
      assertThat(failure.orElseThrow().what())
          .contains(one.words())
          .doesNotContainPattern(UNPRINTABLE)
          .hasSizeLessThan(1_000);
      assertThat(failure.orElseThrow().remedy()).isNotBlank();
      assertThat(state(work)).isEmpty();
      assertThat(state(outside)).isEqualTo(before);
    } finally {
      Workspace.remove(work.resolve("tree")); // One that was taken must not hide the next.
    }
  }

  private static Optional<TwlenFailure> refusal(HostileArchives.One one, Path file, Path target)
      throws IOException {
    try {
      use(one.kind(), file, target);
      return Optional.empty();
    } catch (TwlenFailure e) {
      return Optional.of(e);
    }
  }

  /** Reads and unpacks an archive, as a run does. */
  static void use(String kind, Path file, Path target) throws IOException {
    switch (kind) {
      case "rpm" -> {
        RpmFile rpm = RpmFile.open(file);
        rpm.forEach(
            (entry, content) -> {
              content.readAllBytes();
              return true;
            });
        Optional<RpmEntry> tarball =
            rpm.files().stream().filter(f -> f.name().startsWith("linux-")).findFirst();
        if (tarball.isPresent()) {
          extract(rpm.tarball(tarball.get()), target);
        }
      }
      case "deb" ->
          new DebFile(file)
              .take(
                  name -> true,
                  (name, size, content) ->
                      content.transferTo(java.io.OutputStream.nullOutputStream()));
      default -> extract(TarInput.of(file), target);
    }
  }

  private static void extract(TarInput tarball, Path target) {
    new TreeExtractor(tarball, target, TreeExtractor.USUAL_LIMIT, Progress.SILENT).call();
  }

  private static List<String> state(Path folder) throws IOException {
    List<String> state = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted().toList()) {
        if (!path.equals(folder)) {
          boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
          state.add(
              path
                  + " "
                  + Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                  + (file ? Files.readString(path) : ""));
        }
      }
    }
    return state;
  }
}
