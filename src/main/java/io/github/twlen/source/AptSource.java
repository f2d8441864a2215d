// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.GivenFile;
import io.github.twlen.GivenFolder;
import io.github.twlen.Message;
import io.github.twlen.archive.DebFile;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.StagedDirectory;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import io.github.twlen.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Fetches the kernel's tarball in a package of Debian or Ubuntu. apt verifies its index and the
 * package; twlen compares the package's checksum again, so as not to depend on one program.
 */
final class AptSource {
  private static final Duration DOWNLOAD = Duration.ofHours(2);
  private static final Pattern TARBALL =
      Pattern.compile("usr/src/linux-source-[^/]*\\.tar\\.(xz|bz2|gz|zst)");

  private static final String NOTE = "fetched";

  private final String named;
  private final RunContext context;
  private final FetchRequest request;

  AptSource(FetchRequest request, String named, RunContext context) {
    this.named = named;
    this.context = context;
    this.request = request;
  }

  /**
   * The note beside a fetched tarball, with which a later run checks it.
   *
   * @param sha256 of the tarball
   * @param debSha256 of its package
   */
  record Note(FileName file, String sha256, String debSha256) {
    void write(Path folder) {
      AtomicFile.write(
          folder.resolve(NOTE), String.join("\n", file.text(), sha256, debSha256) + "\n");
    }

    /** Returns the note of a directory; empty when it is missing or invalid. */
    static Optional<Note> read(Path folder) {
      try {
        byte[] bytes = GivenFile.read(folder.resolve(NOTE));
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        return lines.size() == 3
            ? FileName.of(lines.get(0)).map(file -> new Note(file, lines.get(1), lines.get(2)))
            : Optional.empty();
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }

  KernelSource call() {
    AptIndex.Entry entry = new AptIndex(context.runner()).carrier(named);
    Path home = context.workspace().source("apt", entry.folder().text());
    Path lockFile = context.workspace().lock("source-apt-" + entry.name());
    try (WorkspaceLock lock =
        WorkspaceLock.take(lockFile, "the package " + entry.name(), context.progress())) {
      return cached(home, entry).orElseGet(() -> fetch(home, entry));
    }
  }

  /** Returns the cached source; one that has changed is removed. */
  private Optional<KernelSource> cached(Path home, AptIndex.Entry entry) {
    Optional<Note> note = Note.read(home);
    if (note.isEmpty()) {
      return Optional.empty();
    }
    Path tarball = note.get().file().in(home);
    if (Files.isRegularFile(tarball)
        && note.get().debSha256().equals(entry.sha256())
        && Digests.sha256(tarball).equals(note.get().sha256())) {
      return Optional.of(source(tarball, entry));
    }
    context.say("  the cached " + tarball + " has changed; fetching it again");
    Workspace.remove(home);
    return Optional.empty();
  }

  private KernelSource fetch(Path home, AptIndex.Entry entry) {
    if (request.offline()) {
      throw SourceFailure.offline(entry.name() + " " + entry.version(), request.recipe());
    }
    try (StagedDirectory staging = new StagedDirectory(home)) {
      Path deb = download(staging.path(), entry);
      context.status("unpacking " + deb.getFileName());
      FileName tarball = unpack(deb, staging.path());
      String sha256 = Digests.sha256(tarball.in(staging.path()));
      Files.delete(deb);
      new Note(tarball, sha256, entry.sha256()).write(staging.path());
      staging.commit();
      return source(tarball.in(home), entry);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(home, e);
    }
  }

  private Path download(Path staging, AptIndex.Entry entry) throws IOException {
    context.say("  downloading " + entry.name() + " " + entry.version());
    Command command =
        Command.of("apt-get", "download", "--quiet", "-o", "APT::Get::AllowUnauthenticated=false")
            // As root apt would become the user _apt, who may not write into the cache.
            .with("-o", "APT::Sandbox::User=root", entry.name() + "=" + entry.version())
            .in(staging)
            .within(DOWNLOAD)
            .withEnvironment("LC_ALL", "C");
    CommandResult result = context.runner().run(command, context.progress()::status);
    List<Path> debs =
        GivenFolder.list(staging).stream().filter(f -> f.toString().endsWith(".deb")).toList();
    if (!result.ok() || debs.size() != 1) {
      if (result.lastLine().contains("No space left")) {
        throw new IOException("No space left on device");
      }
      throw new SourceFailure(
          "cannot fetch "
              + entry.name()
              + ": apt-get failed: "
              + Address.shownIn(result.lastLine()),
          "check the network, run `apt-get update`, and retry");
    }
    String digest = Digests.sha256(debs.get(0));
    if (!digest.equals(entry.sha256())) {
      throw SourceFailure.unverified(
          String.valueOf(debs.get(0).getFileName()),
          "its SHA-256 is " + digest + ", expected " + entry.sha256(),
          "run `apt-get update` and retry; do not build from it");
    }
    return debs.get(0);
  }

  private static FileName unpack(Path deb, Path staging) throws IOException {
    Path part = staging.resolve("tarball");
    String path =
        new DebFile(deb)
            .take(TARBALL.asMatchPredicate(), (name, size, content) -> Files.copy(content, part))
            .orElseThrow(
                () ->
                    new SourceFailure(
                        "cannot use " + deb.getFileName() + ": no usr/src/linux-source-*.tar.*",
                        "pass a package that contains a kernel's source"));
    String name = path.substring(path.lastIndexOf('/') + 1);
    FileName tarball =
        FileName.of(name)
            .orElseThrow(
                () ->
                    new SourceFailure(
                        "cannot use " + deb.getFileName() + ": invalid name " + name,
                        "pass another source package"));
    Files.move(part, tarball.in(staging));
    return tarball;
  }

  private KernelSource source(Path tarball, AptIndex.Entry entry) {
    String name = entry.name() + " " + entry.version();
    return new Tarball(
        tarball,
        entry.version(),
        Message.of(KernelSource.class, "origin.apt", "name", name),
        List.of(
            Message.of(KernelSource.class, "proof.apt", "name", name, "digest", entry.sha256())),
        ReadCache.in(context.workspace()));
  }
}
