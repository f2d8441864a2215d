// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import io.github.twlen.archive.tar.SampleTar;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.Orders;
import io.github.twlen.source.Packaging;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.SourceFetcher;
import io.github.twlen.source.http.MisbehavingServer;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches a local packaging repository with its tarball on a server. */
class DistGitSourceTest {
  private static final byte[] TAR =
      new SampleTar()
          .file("linux-5.14/Makefile", "VERSION = 5\nPATCHLEVEL = 14\n")
          .file("linux-5.14/include/net/tcp.h", "the header")
          .bytes();
  private static final String NAME = "linux-5.14.0-1.el9.tar.xz";

  private final CommandRunner runner = new CommandRunner();
  @TempDir Path folder;
  private Path work;
  private MisbehavingServer server;

  @BeforeEach
  void createRepository() throws IOException {
    work = Files.createDirectories(folder.resolve("work"));
    Files.writeString(work.resolve("kernel.spec"), "Name: kernel\n");
    Files.writeString(work.resolve("linux-kernel-test.patch"), "");
    server = new MisbehavingServer((n, request, out) -> out.file(request, TAR, "a"));
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void fetchesTheListedTarball() throws IOException {
    Path file = Files.write(folder.resolve("t"), TAR);
    String digest = Digests.of("SHA-512", file);
    String commit = commit("sources", "SHA512 (" + NAME + ") = " + digest + "\n");
    KernelSource source = fetch(commit);
    assertThat(source.kernelVersion().text()).isEqualTo("5.14");
    assertThat(source.kind()).isEqualTo("git");
    assertThat(source.proof()).hasSize(2);
    assertThat(server.requests().get(0).path())
        .isEqualTo("/" + NAME + "/sha512/" + digest + "/" + NAME);
    Packaging packaging = source.packaging().orElseThrow();
    assertThat(packaging.specName()).isEqualTo("kernel.spec");
    assertThat(packaging.spec()).isEqualTo("Name: kernel\n");
    assertThat(packaging.release()).isEqualTo("5.14.0-1.el9");
    assertThat(packaging.files()).containsExactlyInAnyOrder("linux-kernel-test.patch", NAME);
    Path sources = Files.createDirectory(folder.resolve("SOURCES"));
    source.unpackPackaging(sources);
    assertThat(sources.resolve(NAME)).hasBinaryContent(TAR);
    assertThat(sources.resolve("linux-kernel-test.patch")).exists();
  }

  @Test
  void rejectsAnotherTarball() throws IOException {
    String commit = commit("sources", "SHA512 (" + NAME + ") = " + "0".repeat(128) + "\n");
    assertThatThrownBy(() -> fetch(commit))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining(NAME + ": its SHA-512 is");
  }

  @Test
  void rejectsASha1Alone() throws IOException {
    Path file = Files.write(folder.resolve("t"), TAR);
    String commit =
        commit(".kernel.metadata", Digests.of("SHA-1", file) + " SOURCES/" + NAME + "\n");
    assertThatThrownBy(() -> fetch(commit))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("cannot verify " + NAME);
  }

  private String commit(String list, String text) throws IOException {
    Files.writeString(work.resolve(list), text);
    git("init", "-q", "-b", "c9s");
    git("add", "-A");
    git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", "one");
    return git("rev-parse", "HEAD").get(0);
  }

  private List<String> git(String... words) {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of(words));
    CommandResult result = runner.run(Command.of(argv.toArray(String[]::new)).in(work));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
    return result.output();
  }

  private KernelSource fetch(String commit) {
    SourceSpec.Git git =
        new SourceSpec.Git(
            List.of(Address.of(work.toString())), "c9s", Optional.of(commit), List.of());
    SourceSpec spec =
        new SourceSpec.DistGit(
            git, List.of(Address.of(server.url("/") + "{file}/{algorithm}/{digest}/{file}")));
    Workspace workspace = new Workspace(folder.resolve("cache"));
    return new SourceFetcher(Orders.of(spec), new RunContext(workspace, runner, Progress.SILENT))
        .call();
  }
}
