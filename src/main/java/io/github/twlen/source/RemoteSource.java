// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.GivenFile;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.http.Download;
import io.github.twlen.source.http.DownloadLimits;
import io.github.twlen.source.http.HttpFetcher;
import io.github.twlen.source.trust.Integrity;
import io.github.twlen.source.trust.KeyLocator;
import io.github.twlen.source.trust.TofuPin;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceFailure;
import io.github.twlen.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tarball or a source RPM from a recipe's mirrors. It comes into the cache when it is proved, and
 * a note beside it says how: a later run that finds both, and the same bytes, needs no network.
 */
public final class RemoteSource {
  private final FetchRequest request;
  private final List<Address> urls;
  private final Optional<FileName> file;
  private final ExpectedIntegrity trust;
  private final RunContext context;

  /** For a recipe's file, by its URL on each mirror. */
  public RemoteSource(FetchRequest request, SourceSpec.Remote remote, RunContext context) {
    this(
        request,
        remote.mirrors().stream().map(mirror -> mirror.child(remote.file().inUrl())).toList(),
        Optional.of(remote.file()),
        remote.trust(),
        context);
  }

  /** For a file that is here already: only to be proved. */
  public RemoteSource(FetchRequest request, SourceSpec.LocalFile local, RunContext context) {
    this(request, List.of(), Optional.empty(), local.trust(), context);
  }

  /**
   * @param urls where the file is got, tried in turn
   * @param file its name in the cache; empty for one that is on this disk
   */
  public RemoteSource(
      FetchRequest request,
      List<Address> urls,
      Optional<FileName> file,
      ExpectedIntegrity trust,
      RunContext context) {
    this.request = request;
    this.urls = urls;
    this.file = file;
    this.trust = trust;
    this.context = context;
  }

  public KernelSource call() {
    Path home = context.workspace().source("files", request.recipe());
    try (WorkspaceLock lock =
        WorkspaceLock.take(
            context.workspace().lock("source-file-" + request.recipe()),
            "the source of " + request.recipe(),
            context.progress())) {
      Path target = file.orElseThrow().in(home);
      Optional<List<String>> kept = kept(target);
      if (kept.isEmpty()) {
        fetch(target);
        kept = kept(target);
      }
      List<String> note = kept.orElseThrow();
      return SourceFetcher.opened(
          target, note.get(1), note.subList(2, note.size()), context.workspace());
    }
  }

  /** The note of what was fetched before, if it still is what it was; else it goes. */
  private Optional<List<String>> kept(Path target) {
    Path note = note(target);
    if (!Files.isRegularFile(target) || !Files.isRegularFile(note)) {
      return Optional.empty();
    }
    try {
      List<String> lines =
          new String(GivenFile.read(note), StandardCharsets.UTF_8).lines().toList();
      String digest = Digests.sha256(target);
      boolean same = lines.size() > 2 && lines.get(0).equals(digest + " " + asked());
      if (same) {
        return Optional.of(lines);
      }
      if (lines.isEmpty() || !lines.get(0).startsWith(digest)) {
        context.say("  " + target + " is not what was fetched any more; fetching it anew");
        Files.deleteIfExists(target);
      }
      Files.deleteIfExists(note);
      return Optional.empty();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(note, e);
    }
  }

  /** What the recipe says: another mirror or another key asks for another proof. */
  private String asked() {
    return Digests.sha256(request.spec().toString().getBytes(StandardCharsets.UTF_8));
  }

  private Path note(Path target) {
    return context.workspace().source("notes", request.recipe()).resolve(target.getFileName());
  }

  private void fetch(Path target) {
    List<String> note = new ArrayList<>();
    if (Files.isRegularFile(target)) {
      // Here, but asked for with other proofs than before.
      note.add(target.toString());
      note.addAll(proof(target));
    } else {
      if (request.offline()) {
        throw new SourceFailure(
            target.getFileName() + " is not in the cache, and --offline was given",
            "run `twlen fetch " + request.recipe() + "` once with the network",
            null);
      }
      context.say("  downloading " + target.getFileName());
      List<String> proof = new ArrayList<>();
      String from =
          download(urls, target, DownloadLimits.USUAL)
              .call(part -> proof.addAll(fresh(proof, part)));
      note.add(from);
      note.addAll(proof);
    }
    note.add(0, Digests.sha256(target) + " " + asked());
    AtomicFile.write(note(target), String.join("\n", note) + "\n");
  }

  private Path pin() {
    return file.map(name -> name.in(context.workspace().pin("files", request.recipe())))
        .orElseGet(() -> context.workspace().pin("local", request.recipe()));
  }

  private List<String> fresh(List<String> before, Path part) {
    before.clear();
    return proof(part);
  }

  private Download download(List<Address> from, Path target, DownloadLimits limits) {
    HttpFetcher fetcher = new HttpFetcher(request.environment(), limits, null);
    return new Download(fetcher, from, target, limits, context.progress());
  }

  /**
   * By what a file is proved.
   *
   * @throws SourceFailure when something does not hold, or nothing is known of it
   */
  List<String> proof(Path source) {
    context.status("checking where " + request.recipe() + " comes from");
    Integrity integrity =
        new Integrity(
            context.runner(),
            context.workspace().room("scratch"),
            new KeyLocator(request, context));
    Optional<TofuPin> pin =
        request.trustOnFirstUse() ? Optional.of(new TofuPin(pin())) : Optional.empty();
    return RpmFile.isRpm(source)
        ? integrity.rpm(source, trust, pin)
        : integrity.tarball(source, trust, signature(source), pin);
  }

  /** The signature is got anew for each check: one that was kept could be a bad one. */
  private Optional<Path> signature(Path source) {
    if (!Integrity.wantsSignature(trust)) {
      return Optional.empty();
    }
    FileName name = trust.signature().orElseThrow();
    Path beside =
        name.in(
            urls.isEmpty()
                ? source.resolveSibling("")
                : context.workspace().source("signatures", request.recipe()));
    if (!urls.isEmpty() && !request.offline()) {
      List<Address> besides = urls.stream().map(url -> url.beside(name.inUrl())).toList();
      download(besides, beside, DownloadLimits.SMALL).call(part -> {});
    }
    if (!Files.exists(beside)) {
      throw new SourceFailure(
          "there is no signature " + beside, "put it there, or leave it out of the recipe", null);
    }
    return Optional.of(beside);
  }
}
