// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.FetchRequest;
import io.github.twlen.source.GitTree;
import io.github.twlen.source.Orders;
import io.github.twlen.source.ReadRequest;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.SourceFetcher;
import io.github.twlen.source.trust.TestKeys;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches a toy kernel from a local bare repository. */
class GitSourceIT {
  private final CommandRunner runner = new CommandRunner();
  private final List<String> said = new ArrayList<>();
  @TempDir Path folder;
  private Path work;
  private Path bare;
  private String first;

  @BeforeEach
  void createRepository() throws IOException {
    work = Files.createDirectories(folder.resolve("work ü"));
    bare = folder.resolve("bare ü.git");
    Files.createDirectories(work.resolve("include/net"));
    Files.createDirectories(work.resolve("net/ipv4"));
    Files.createDirectories(work.resolve("scripts"));
    Files.writeString(work.resolve("Makefile"), "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\n");
    Files.writeString(work.resolve("include/net/tcp.h"), "the header\r\n");
    Files.writeString(work.resolve("net/ipv4/tcp.c"), "uses TCP_TIMEWAIT_LEN\n");
    Files.writeString(work.resolve("net/ipv4/other.c"), "nothing\n");
    Files.writeString(work.resolve(".gitattributes"), "*.h text eol=lf\n*.c filter=evil\n");
    Path script = Files.writeString(work.resolve("scripts/run.sh"), "#!/bin/sh\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(work.resolve("link"), Path.of("scripts/run.sh"));
    git("init", "-q", "-b", "main");
    git("config", "core.autocrlf", "false");
    // Without git's filters, so that the blob has these bytes.
    commit("zero");
    Files.writeString(work.resolve("new"), "new\n");
    first = commit("one");
    git("tag", "v1");
    git("tag", "-a", "-m", "annotated", "v2");
    git("clone", "-q", "--bare", work.toString(), bare.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "main"})
  void fetchesOneCommit(String ref) throws IOException {
    GitTree tree = fetch(trusting(ref));
    assertThat(tree.commit()).isEqualTo(first);
    assertThat(tree.kernelVersion().text()).isEqualTo("6.1.9");
    assertThat(tree.read(new ReadRequest(List.of(), List.of("net"), List.of("TCP_TIMEWAIT_LEN"))))
        .containsOnlyKeys("net/ipv4/tcp.c");
    try (Repository repository = GitTree.open(tree.location())) {
      assertThat(repository.getObjectDatabase().getShallowCommits()).hasSize(1);
    }
    assertThat(tree.read(ReadRequest.of("none"))).isEmpty();
  }

  @Test
  void unpacksTheBytesOfTheBlobs() throws IOException {
    GitTree tree = fetch(trusting("v1"));
    Path target = folder.resolve("tree");
    tree.unpack(target, Progress.SILENT);
    assertThat(target.resolve(".git")).doesNotExist();
    assertThat(target.resolve("include/net/tcp.h")).content().isEqualTo(blob("include/net/tcp.h"));
    assertThat(target.resolve("net/ipv4/tcp.c")).content().isEqualTo("uses TCP_TIMEWAIT_LEN\n");
    assertThat(Files.isExecutable(target.resolve("scripts/run.sh"))).isTrue();
    assertThat(Files.isExecutable(target.resolve("Makefile"))).isFalse();
    assertThat(Files.readSymbolicLink(target.resolve("link"))).hasToString("scripts/run.sh");
    assertThat(folder.resolve("tree.part")).doesNotExist();
  }

  @Test
  void usesTheCacheWithoutNetwork() throws IOException {
    fetch(trusting("v1"));
    Workspace.remove(bare);
    assertThat(fetch(offline("v1", Optional.of(first))).commit()).isEqualTo(first);
    assertThatThrownBy(() -> fetch(offline("v2", Optional.of(first))))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("v2: not in the cache, and --offline");
    assertThat(fetch(trusting("v1")).commit()).isEqualTo(first);
    assertThat(said).anyMatch(line -> line.contains("using the cached commit"));
  }

  /** Another recipe may have the same name. */
  @Test
  void distinguishesBranchesAndRepositories() throws IOException {
    git("-C", bare.toString(), "branch", "a/b", "main");
    String second = move();
    git("-C", bare.toString(), "branch", "a-b", "main");
    assertThat(fetch(trusting("a/b")).commit()).isEqualTo(first);
    assertThat(fetch(trusting("a-b")).commit()).isEqualTo(second);
    Path gone = folder.resolve("gone.git");
    SourceSpec.Git elsewhere =
        new SourceSpec.Git(
            List.of(Address.of(gone.toString())), "a/b", Optional.empty(), List.of());
    assertThatThrownBy(() -> fetch(Orders.trusting(elsewhere)))
        .isInstanceOf(SourceFailure.class)
        .hasMessageStartingWith("cannot fetch a/b");
  }

  @Test
  void suggestsASimilarTag() {
    assertThatThrownBy(() -> fetch(trusting("v10")))
        .isInstanceOfSatisfying(
            SourceFailure.class, f -> assertThat(f.remedy()).contains("pass v1"))
        .hasMessageContaining("has no tag or branch v10");
  }

  @Test
  void rejectsAMovedTag() throws IOException {
    fetch(pinned("v1", first));
    String second = move();
    assertThatThrownBy(() -> fetch(pinned("v1", first)))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("moved from " + first + " to " + second);
    Workspace.remove(folder.resolve("cache"));
    assertThatThrownBy(() -> fetch(pinned("v1", first)))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("it is the commit " + second + ", expected " + first);
  }

  @Test
  void acceptsAMovedBranchUnlessPinned() throws IOException {
    fetch(trusting("main"));
    String second = move();
    assertThatThrownBy(() -> fetch(trusting("main")))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("at its first use on");
    assertThat(fetch(pinned("main", second)).commit()).isEqualTo(second);
  }

  @Test
  void fetchesACommitByItsId() throws IOException {
    git("-C", bare.toString(), "config", "uploadpack.allowAnySHA1InWant", "true");
    GitTree tree = fetch(Orders.of(spec(first, Optional.empty())));
    assertThat(tree.commit()).isEqualTo(first);
    assertThat(tree.proof()).singleElement().asString().contains("the requested commit");
    assertThatThrownBy(() -> fetch(Orders.of(spec("0".repeat(40), Optional.empty()))))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("cannot fetch the commit");
  }

  @Test
  void rejectsAnUnverifiedTag() {
    assertThatThrownBy(() -> fetch(Orders.of(spec("v1", Optional.empty()))))
        .isInstanceOfSatisfying(
            SourceFailure.class, f -> assertThat(f.remedy()).contains("commit: " + first))
        .hasMessageContaining("cannot verify v1");
  }

  @Test
  void verifiesASignedTag() throws IOException {
    try (TestKeys keys = new TestKeys(folder)) {
      String good = keys.make("good <a@b.c>");
      Path program =
          Files.writeString(
              folder.resolve("sign"),
              "#!/bin/sh\nexec gpg --homedir '"
                  + keys.home()
                  + "' --batch --pinentry-mode loopback \"$@\"\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
      git("-c", "gpg.program=" + program, "tag", "-s", "-u", good, "-m", "signed", "v3");
      git("push", "-q", bare.toString(), "v3");
      assertThat(fetch(Orders.of(signed("v3", keys.key(good)))).proof())
          .singleElement()
          .asString()
          .contains("the tag v3 is signed by " + good);
      SigningKey other = keys.key(keys.make("other"));
      assertThatThrownBy(() -> fetch(Orders.of(signed("v3", other))))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("signed by another key");
      assertThatThrownBy(() -> fetch(Orders.of(signed("v2", other))))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("v2: it is not a signed tag");
    }
  }

  @Test
  void continuesAfterAKilledRun() throws IOException {
    Path part = new Workspace(folder.resolve("cache")).source("git", "toy").resolve("v1.git.part");
    Files.createDirectories(part.resolve("refs"));
    Files.writeString(part.resolve("HEAD.lock"), "");
    assertThat(fetch(trusting("v1")).commit()).isEqualTo(first);
    assertThat(part).doesNotExist();
    Workspace.remove(folder.resolve("cache/sources/git/toy/v1.git/objects"));
    assertThat(fetch(trusting("v1")).kernelVersion().text()).isEqualTo("6.1.9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh://host/linux.git", "git@host:linux.git"})
  void rejectsOtherProtocols(String url) {
    SourceSpec.Git git =
        new SourceSpec.Git(List.of(Address.of(url)), "v1", Optional.empty(), List.of());
    assertThatThrownBy(() -> fetch(Orders.of(git)))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("only http, https and local paths");
  }

  @Test
  void reportsAMissingRepository() {
    SourceSpec.Git git =
        new SourceSpec.Git(
            List.of(
                Address.of(folder.resolve("no.git").toString()),
                Address.of("http://token:geheim@127.0.0.1:1/x.git")),
            "v1",
            Optional.empty(),
            List.of());
    assertThatThrownBy(() -> fetch(Orders.of(git)))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("cannot fetch v1")
        .hasMessageNotContaining("token")
        .hasMessageNotContaining("geheim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../etc/passwd", "/etc/passwd"})
  void rejectsALinkThatLeavesTheTree(String to) throws IOException {
    Files.createSymbolicLink(work.resolve("out"), Path.of(to));
    commit("hostile");
    git("tag", "v4");
    git("push", "-q", bare.toString(), "v4");
    GitTree tree = fetch(trusting("v4"));
    Path target = folder.resolve("tree");
    assertThatThrownBy(() -> tree.unpack(target, Progress.SILENT))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("'out' is a link that leaves the tree");
    assertThat(Files.exists(target, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(folder.resolve("tree.part")).doesNotExist();
  }

  private String move() throws IOException {
    Files.writeString(work.resolve("new"), "newer\n");
    String second = commit("two");
    git("tag", "-f", "v1");
    git("push", "-q", "-f", bare.toString(), "v1", "main");
    return second;
  }

  private String commit(String message) {
    git("add", "-A");
    git(
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@t",
        "commit",
        "-q",
        "--no-gpg-sign",
        "-m",
        message);
    return git("rev-parse", "HEAD").output().get(0);
  }

  private String blob(String path) {
    return git("show", "v1:" + path).output().stream()
        .map(line -> line + "\n")
        .reduce("", String::concat);
  }

  private CommandResult git(String... words) {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of(words));
    CommandResult result =
        runner.run(
            Command.of(argv.toArray(String[]::new))
                .in(work)
                .withEnvironment("GIT_CONFIG_NOSYSTEM", "1")
                .withEnvironment("HOME", folder.toString())
                .withEnvironment("GIT_COMMITTER_NAME", "t")
                .withEnvironment("GIT_COMMITTER_EMAIL", "t@t"));
    assertThat(result.ok()).as(String.join("\n", result.errors())).isTrue();
    return result;
  }

  private SourceSpec.Git spec(String ref, Optional<String> commit) {
    return new SourceSpec.Git(List.of(Address.of(bare.toUri().toString())), ref, commit, List.of());
  }

  private SourceSpec.Git signed(String ref, SigningKey key) {
    return new SourceSpec.Git(
        List.of(Address.of(bare.toString())), ref, Optional.empty(), List.of(key));
  }

  private FetchRequest trusting(String ref) {
    return Orders.trusting(spec(ref, Optional.empty()));
  }

  private FetchRequest pinned(String ref, String commit) {
    return Orders.of(spec(ref, Optional.of(commit)));
  }

  private FetchRequest offline(String ref, Optional<String> commit) {
    return Orders.offline(spec(ref, commit));
  }

  private GitTree fetch(FetchRequest request) {
    Progress progress =
        new Progress() {
          @Override
          public void say(String line) {
            said.add(line);
          }

          @Override
          public void status(String text) {}
        };
    Workspace workspace = new Workspace(folder.resolve("cache"));
    return (GitTree) new SourceFetcher(request, new RunContext(workspace, runner, progress)).call();
  }
}
