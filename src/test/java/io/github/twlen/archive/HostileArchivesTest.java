package io.github.twlen.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Progress;
import io.github.twlen.TwlenFailure;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each is refused with its reason, nothing of it stays, and nothing beside it is touched. */
class HostileArchivesTest {
  @TempDir Path folder;

  @Test
  void eachIsRefusedAndTouchesNothing() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("victim"), "untouched");
    Path work = Files.createDirectories(folder.resolve("work"));
    List<HostileArchives.One> all = HostileArchives.all(outside.toString());
    assertThat(all).hasSizeGreaterThan(60);
    List<String> before = state(outside);
    SoftAssertions each = new SoftAssertions();
    for (HostileArchives.One one : all) {
      Path file = Files.write(folder.resolve("an archive"), one.bytes());
      Optional<TwlenFailure> failure = refusal(one, file, work.resolve("tree"));
      each.assertThat(failure).as(one.name()).isPresent();
      String what = failure.map(TwlenFailure::what).orElse("");
      each.assertThat(what).as(one.name()).contains(one.words()).doesNotContain("\n");
      each.assertThat(failure.map(TwlenFailure::remedy).orElse("")).as(one.name()).isNotBlank();
      each.assertThat(state(work)).as(one.name()).isEmpty();
      Workspace.remove(work.resolve("tree")); // One that was taken must not hide the next.
      each.assertThat(state(outside)).as(one.name()).isEqualTo(before);
    }
    each.assertAll();
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

  /** What a run does with an archive: looks into it, and unpacks it. */
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
