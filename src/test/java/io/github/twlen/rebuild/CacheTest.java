// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTest {
  private static final String SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n";

  @TempDir Path folder;

  @Test
  void keepsPinsOfTrustOnFirstUse() throws IOException {
    Workspace workspace = new Workspace(folder.resolve("cache"));
    Path pin = write(workspace.pin("files", "linux"), "0123");
    write(workspace.source("files", "linux").resolve("linux.tar"), "a source");
    write(workspace.read().resolve("abc"), "what was read");
    assertThat(new Cache(workspace).list())
        .extracting(Cache.Entry::name)
        .containsExactly("read", "sources/files/linux");
    assertThat(new Cache(workspace).prune()).hasSize(2);
    assertThat(pin).hasContent("0123");
    assertThat(workspace.source("files", "linux")).doesNotExist();
    assertThat(workspace.read()).doesNotExist();
  }

  @Test
  void countsAndRemovesFilesWhoseNamesAreNotUtf8() throws Exception {
    Workspace workspace = new Workspace(folder.resolve("cache"));
    Path linux = Files.createDirectories(workspace.tree("linux-1").resolve("linux"));
    String make =
        "mkdir \"$0/$(printf 'n\\377')\" && printf 12345 > \"$0/$(printf 'n\\377')/file\"";
    assertThat(new ProcessBuilder("sh", "-c", make, linux.toString()).start().waitFor()).isZero();
    assertThat(new Cache(workspace).list()).extracting(Cache.Entry::bytes).containsExactly(5L);
    new Cache(workspace).prune();
    assertThat(workspace.tree("linux-1")).doesNotExist();
  }

  /** A removal in place may be killed in the middle, and the next build takes the rest for all. */
  @Test
  void renamesATreeBeforeItsRemoval() throws IOException {
    Workspace workspace = new Workspace(folder.resolve("cache"));
    Path tree = workspace.tree("linux-1");
    write(tree.resolve("linux/Makefile"), "all:");
    Path aside = workspace.setAside(tree).orElseThrow();
    assertThat(tree).doesNotExist();
    assertThat(aside.resolve("linux/Makefile")).hasContent("all:");
    // As after a kill.
    assertThat(new Cache(workspace).prune()).hasSize(1);
    assertThat(aside).doesNotExist();
    assertThat(new Cache(workspace).list()).isEmpty();
  }

  @Test
  void keepsUnknownFiles() throws IOException {
    Workspace workspace = new Workspace(folder.resolve("cache"));
    write(workspace.tree("linux-1").resolve("linux/Makefile"), "all:");
    Path lock = write(workspace.lock("tree-linux-1"), "");
    Path mine = write(workspace.root().resolve("notes/mine"), "mine");
    Path tag = workspace.root().resolve("CACHEDIR.TAG");
    new Cache(workspace).prune();
    assertThat(workspace.tree("linux-1")).doesNotExist();
    assertThat(List.of(lock, mine, tag)).allMatch(Files::isRegularFile);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        SIGNATURE,
        SIGNATURE + "# The cache of another program\n",
        SIGNATURE + "# The cache of twlen, version 999\n",
        "# The cache of twlen, version 1\n"
      })
  void rejectsAForeignDirectory(String tag) throws IOException {
    Path clone = folder.resolve("twlen");
    Path file = write(clone.resolve("sources/main.c"), "mine");
    write(clone.resolve("README.md"), "mine");
    if (!tag.isEmpty()) {
      write(clone.resolve("CACHEDIR.TAG"), tag);
    }
    Workspace workspace = new Workspace(clone);
    assertThatThrownBy(() -> new Cache(workspace).prune())
        .isInstanceOf(WorkspaceFailure.class)
        .hasMessageContaining(clone.toString());
    assertThatThrownBy(() -> workspace.tree("linux-1")).isInstanceOf(WorkspaceFailure.class);
    assertThat(file).hasContent("mine");
    try (Stream<Path> all = Files.list(clone)) {
      assertThat(all).hasSize(tag.isEmpty() ? 2 : 3);
    }
  }

  @Test
  void rejectsATagThatIsALink() throws IOException {
    Workspace own = new Workspace(folder.resolve("cache"));
    Path clone = folder.resolve("twlen");
    Path file = write(clone.resolve("trees/main.c"), "mine");
    Files.createSymbolicLink(clone.resolve("CACHEDIR.TAG"), own.root().resolve("CACHEDIR.TAG"));
    assertThatThrownBy(() -> new Cache(new Workspace(clone)).prune())
        .isInstanceOf(WorkspaceFailure.class);
    assertThat(file).exists();
  }

  @Test
  void createsNoMissingCache() {
    Workspace workspace = new Workspace(folder.resolve("cache"));
    assertThat(new Cache(workspace).prune()).isEmpty();
    assertThat(workspace.place()).doesNotExist();
  }

  @Test
  void removesLinksWithoutFollowingThem() throws IOException {
    Path precious = write(folder.resolve("precious/sub/file"), "precious");
    Workspace workspace = new Workspace(folder.resolve("cache"));
    Path outside = folder.resolve("precious");
    List<Path> links =
        List.of(
            workspace.room("sources"),
            workspace.room("read"),
            workspace.tree("linux-1"),
            workspace.packaging("linux-1").resolve("BUILD/link"));
    for (Path link : links) {
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, outside);
    }
    new Cache(workspace).prune();
    assertThat(links).noneMatch(Files::isSymbolicLink);
    assertThat(precious).hasContent("precious");
  }

  @Test
  void waitsForAnotherTwlen() throws Exception {
    Path cache = folder.resolve("cache");
    LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
    Progress progress =
        new Progress() {
          @Override
          public void say(String line) {
            said.add(line);
          }

          @Override
          public void status(String text) {}
        };
    Process other = holder(cache);
    try {
      assertThat(other.getInputStream().read()).isEqualTo('!');
      Workspace workspace = new Workspace(cache, progress);
      CompletableFuture<List<Cache.Entry>> prune =
          CompletableFuture.supplyAsync(() -> new Cache(workspace).prune());
      assertThat(said.take())
          .isEqualTo("waiting for the cache, in use by twlen, pid " + other.pid());
      assertThat(cache.resolve("trees/linux-1")).exists();
      other.getOutputStream().close();
      assertThat(prune.join()).hasSize(1);
      assertThat(cache.resolve("trees/linux-1")).doesNotExist();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  private static Process holder(Path cache) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            cache.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A twlen that has something in a cache until its standard input ends. */
  static final class Holder {
    private Holder() {}

    /** Takes the cache. */
    public static void main(String[] args) throws IOException {
      Files.createDirectories(new Workspace(Path.of(args[0])).tree("linux-1"));
      System.out.print('!');
      System.out.flush();
      int unused = System.in.read();
    }
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
