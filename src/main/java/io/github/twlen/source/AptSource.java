// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.archive.DebFile;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.workspace.AtomicDirectory;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import io.github.twlen.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernel's tarball out of a package of Debian or Ubuntu. apt checks the signature of its index
 * and the package's digest in it; that digest is compared here once more, so that the proof does
 * not hang on one program's word.
 */
final class AptSource {
  private static final Duration DOWNLOAD = Duration.ofHours(2);
  private static final Pattern TARBALL =
      Pattern.compile("usr/src/linux-source-[^/]*\\.tar\\.(xz|bz2|gz|zst)");

  private final String named;
  private final RunContext context;
  private final boolean offline;

  AptSource(String named, RunContext context, boolean offline) {
    this.named = named;
    this.context = context;
    this.offline = offline;
  }

  KernelSource call() {
    AptIndex index = new AptIndex(context.runner());
    AptIndex.Entry entry = index.carrier(named);
    Path home = context.workspace().source("apt", entry.folder().text());
    try (WorkspaceLock lock =
        WorkspaceLock.take(
            context.workspace().lock("source-apt-" + entry.name()),
            "the package " + entry.name(),
            context.progress())) {
      return kept(home, entry).orElseGet(() -> fetch(home, entry));
    }
  }

  /** What was fetched before, if it still is what it was; else it goes. */
  private Optional<KernelSource> kept(Path home, AptIndex.Entry entry) {
    Optional<SourceNote> note = SourceNote.read(home);
    if (note.isEmpty()) {
      return Optional.empty();
    }
    Path tarball = note.get().file().in(home);
    if (Files.isRegularFile(tarball)
        && note.get().debSha256().equals(entry.sha256())
        && Digests.sha256(tarball).equals(note.get().sha256())) {
      return Optional.of(source(tarball, entry));
    }
    context.say("  " + tarball + " is not what was fetched any more; fetching it anew");
    Workspace.remove(home);
    return Optional.empty();
  }

  private KernelSource fetch(Path home, AptIndex.Entry entry) {
    if (offline) {
      throw new SourceFailure(
          entry.name() + " " + entry.version() + " is not in the cache, and --offline was given",
          "run `twlen fetch` once with the network",
          null);
    }
    Path staging = AtomicDirectory.stage(home);
    try {
      Path deb = download(staging, entry);
      context.status("unpacking " + deb.getFileName());
      FileName tarball = unpack(deb, staging);
      String sha256 = Digests.sha256(tarball.in(staging));
      Files.delete(deb);
      new SourceNote(tarball, sha256, entry.sha256()).write(staging);
      AtomicDirectory.replace(staging, home);
      return source(tarball.in(home), entry);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(home, e);
    }
  }

  private Path download(Path staging, AptIndex.Entry entry) {
    context.say("  downloading " + entry.name() + " " + entry.version());
    Command command =
        Command.of("apt-get", "download", "--quiet", "-o", "APT::Get::AllowUnauthenticated=false")
            // As root apt would become the user _apt, who may not write into the cache.
            .with("-o", "APT::Sandbox::User=root", entry.name() + "=" + entry.version())
            .in(staging)
            .within(DOWNLOAD)
            .withEnvironment("LC_ALL", "C");
    CommandResult result = context.runner().run(command, context.progress()::status);
    Path deb = only(staging, result);
    String digest = Digests.sha256(deb);
    if (!digest.equals(entry.sha256())) {
      throw new SourceFailure(
          deb.getFileName()
              + " has the SHA-256 "
              + digest
              + ", and apt's index says "
              + entry.sha256(),
          "run `apt-get update` and try again; do not build from it",
          null);
    }
    return deb;
  }

  private static Path only(Path staging, CommandResult result) {
    try (Stream<Path> files = Files.list(staging)) {
      List<Path> debs = files.filter(f -> f.toString().endsWith(".deb")).toList();
      if (result.ok() && debs.size() == 1) {
        return debs.get(0);
      }
    } catch (IOException e) {
      throw WorkspaceFailure.writing(staging, e);
    }
    if (result.lastLine().contains("No space left")) {
      throw WorkspaceFailure.writing(staging, new IOException("No space left on device"));
    }
    throw new SourceFailure(
        "apt-get download failed: " + Address.shownIn(result.lastLine()),
        "look at the network, run `apt-get update`, and try again",
        null);
  }

  private static FileName unpack(Path deb, Path staging) throws IOException {
    Path part = staging.resolve("tarball");
    String path =
        new DebFile(deb)
            .take(TARBALL.asMatchPredicate(), (name, size, content) -> Files.copy(content, part))
            .orElseThrow(
                () ->
                    new SourceFailure(
                        deb.getFileName() + " has no usr/src/linux-source-*.tar.*",
                        "name a package that carries a kernel's source",
                        null));
    String name = path.substring(path.lastIndexOf('/') + 1);
    FileName tarball =
        FileName.of(name)
            .orElseThrow(
                () ->
                    new SourceFailure(
                        deb.getFileName() + " has a tarball with an odd name: " + name,
                        "do not use this package",
                        null));
    Files.move(part, tarball.in(staging));
    return tarball;
  }

  private KernelSource source(Path tarball, AptIndex.Entry entry) {
    return new Tarball(
        tarball,
        entry.version(),
        "apt package " + entry.name() + " " + entry.version(),
        List.of(
            "apt has checked the signature of its index and the digest of "
                + entry.name()
                + " "
                + entry.version()
                + " in it; compared again: SHA-256 "
                + entry.sha256()),
        ReadCache.in(context.workspace()));
  }
}
