// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.FileName;
import io.github.twlen.Message;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.Digest;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.http.MisbehavingServer;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches files from mirrors into the cache. */
class RemoteSourceTest {
  @TempDir Path folder;
  final Map<String, byte[]> served = new ConcurrentHashMap<>();
  MisbehavingServer server;
  Path cached;

  @BeforeEach
  void serve() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("linux-6.1.9/include/net"));
    Files.writeString(tree.resolve("tcp.h"), "the header");
    Files.writeString(
        folder.resolve("linux-6.1.9/Makefile"), "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\n");
    Path tar = folder.resolve("linux-6.1.9.tar");
    new CommandRunner()
        .run(Command.of("tar", "-C", folder.toString(), "-cf", tar.toString(), "linux-6.1.9"));
    served.put("/linux-6.1.9.tar", Files.readAllBytes(tar));
    cached = folder.resolve("cache/sources/files/toy/linux-6.1.9.tar");
    server =
        new MisbehavingServer(
            (n, request, out) -> {
              byte[] file = served.get(request.path());
              if (file == null) {
                out.head("404 Not Found");
              } else {
                out.file(request, file, Digests.sha256(file));
              }
            });
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void cachesAVerifiedFile() {
    KernelSource source = fetch(Orders.of(spec(digest())));
    assertThat(source.kernelVersion().text()).isEqualTo("6.1.9");
    assertThat(source.origin()).hasToString(server.url("/linux-6.1.9.tar").toString());
    assertThat(source.proof()).singleElement().asString().contains("matches the recipe: SHA-256");
    int requests = server.requests().size();
    KernelSource again = fetch(Orders.offline(spec(digest())));
    assertThat(again.proof()).isEqualTo(source.proof());
    assertThat(again.origin()).isEqualTo(source.origin());
    assertThat(server.requests()).hasSize(requests);
  }

  @Test
  void readsANoteInAnyLanguage() throws IOException {
    fetch(Orders.of(spec(digest())));
    assertThat(noted("matches the recipe: old").in(Locale.JAPANESE))
        .isEqualTo("matches the recipe: old");
    assertThat(noted("proof.digest\tdigest\tSHA-256 0").in(Locale.JAPANESE))
        .isEqualTo("レシピと一致: SHA-256 0");
    // A corrupt line: the cached file is verified again.
    assertThat(noted("proof.none\tday\t1")).hasToString("matches the recipe: " + sha256());
  }

  private Message noted(String line) throws IOException {
    Path note = folder.resolve("cache/sources/notes/toy/linux-6.1.9.tar");
    List<String> lines = new ArrayList<>(Files.readAllLines(note));
    lines.set(2, line);
    Files.write(note, lines);
    return fetch(Orders.offline(spec(digest()))).proof().get(0);
  }

  private String sha256() {
    return String.valueOf(digest().digest().orElseThrow());
  }

  @Test
  void fetchesAChangedFileAgain() throws IOException {
    fetch(Orders.of(spec(digest())));
    Files.writeString(cached, "changed");
    assertThat(fetch(Orders.of(spec(digest()))).header()).asString().isEqualTo("the header");
    Files.writeString(cached, "changed");
    assertThatThrownBy(() -> fetch(Orders.offline(spec(digest()))))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("not in the cache, and --offline");
  }

  @Test
  void keepsUnverifiedFilesOutOfTheCache() {
    ExpectedIntegrity wrong =
        new ExpectedIntegrity(Digest.parse("0".repeat(64)), Optional.empty(), List.of());
    assertThatThrownBy(() -> fetch(Orders.of(spec(wrong))))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("linux-6.1.9.tar: its SHA-256 is");
    assertThat(cached).doesNotExist();
    assertThatThrownBy(() -> fetch(Orders.of(spec(ExpectedIntegrity.NONE))))
        .isInstanceOfSatisfying(
            SourceFailure.class, f -> assertThat(f.remedy()).contains("--trust-on-first-use"))
        .hasMessageContaining("cannot verify linux-6.1.9.tar");
    assertThat(cached).doesNotExist();
  }

  /** No file name of a recipe can be that of a note. */
  @Test
  void separatesFilesAndNotes() throws IOException {
    fetch(Orders.of(spec(digest())));
    Path note = folder.resolve("cache/sources/notes/toy/linux-6.1.9.tar");
    byte[] before = Files.readAllBytes(note);
    for (String name : new String[] {"linux-6.1.9.tar.proof", "fetched", "notes", "keys"}) {
      served.put("/" + name, served.get("/linux-6.1.9.tar"));
      List<Address> mirrors = List.of(Address.of(server.url("/").toString()));
      fetch(Orders.of(new SourceSpec.Remote(new FileName(name), mirrors, digest())));
      assertThat(folder.resolve("cache/sources/files/toy").resolve(name)).isRegularFile();
    }
    assertThat(note).hasBinaryContent(before);
  }

  @Test
  void rejectsAChangedPinnedFile() {
    fetch(Orders.trusting(spec(ExpectedIntegrity.NONE)));
    Workspace.remove(folder.resolve("cache/sources/files/toy"));
    assertThat(fetch(Orders.trusting(spec(ExpectedIntegrity.NONE))).proof())
        .singleElement()
        .asString()
        .contains("the same as at its first use");
    Workspace.remove(folder.resolve("cache/sources/files/toy"));
    served.put("/linux-6.1.9.tar", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> fetch(Orders.trusting(spec(ExpectedIntegrity.NONE))))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("at its first use on");
  }

  /** A signature must not overwrite a note. */
  @Test
  void separatesSignaturesAndNotes() throws IOException {
    fetch(Orders.of(spec(digest())));
    Path note = cached.resolveSibling("linux-6.1.9.tar.proof");
    served.put("/" + note.getFileName(), "planted\n".getBytes(StandardCharsets.UTF_8));
    SigningKey key = new SigningKey("A".repeat(40), List.of("/nowhere"));
    FileName name = new FileName(String.valueOf(note.getFileName()));
    ExpectedIntegrity signed =
        new ExpectedIntegrity(Optional.empty(), Optional.of(name), List.of(key));
    assertThatThrownBy(() -> fetch(Orders.of(spec(signed)))).isInstanceOf(SourceFailure.class);
    assertThat(note).doesNotExist();
  }

  private ExpectedIntegrity digest() {
    byte[] file = served.getOrDefault("/linux-6.1.9.tar", new byte[0]);
    return new ExpectedIntegrity(Digest.parse(Digests.sha256(file)), Optional.empty(), List.of());
  }

  SourceSpec spec(ExpectedIntegrity trust) {
    return new SourceSpec.Remote(
        new FileName("linux-6.1.9.tar"), List.of(Address.of(server.url("/").toString())), trust);
  }

  KernelSource fetch(FetchRequest request) {
    return new SourceFetcher(request, TestRun.in(folder.resolve("cache"))).call();
  }
}
