// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.GivenFile;
import io.github.twlen.Message;
import io.github.twlen.RpmMagic;
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
 * Fetches a tarball or a source RPM from a recipe's mirrors. A verified file is cached with a note
 * of its verifications: a later run with the same bytes needs no network.
 */
public final class RemoteSource {
  private final FetchRequest request;
  private final List<Address> urls;
  private final Optional<FileName> file;
  private final ExpectedIntegrity trust;
  private final RunContext context;

  /** Fetches the file of a recipe. */
  public RemoteSource(FetchRequest request, SourceSpec.Remote remote, RunContext context) {
    this(
        request,
        remote.mirrors().stream().map(mirror -> mirror.child(remote.file().inUrl())).toList(),
        Optional.of(remote.file()),
        remote.trust(),
        context);
  }

  /** Verifies a local file. */
  public RemoteSource(FetchRequest request, SourceSpec.LocalFile local, RunContext context) {
    this(request, List.of(), Optional.empty(), local.trust(), context);
  }

  /**
   * @param urls of the file, tried in turn
   * @param file its name in the cache; empty for a local file
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

  /** Fetches the file, or finds it in the cache; fails when it is missing or cannot be verified. */
  public KernelSource call() {
    Path target = file.orElseThrow().in(context.workspace().source("files", request.recipe()));
    Path lockFile = context.workspace().lock("source-file-" + request.recipe());
    String what = "the source of " + request.recipe();
    try (WorkspaceLock lock = WorkspaceLock.take(lockFile, what, context.progress())) {
      Optional<KernelSource> cached = cached(target);
      if (cached.isEmpty()) {
        fetch(target);
        cached = cached(target);
      }
      return cached.orElseThrow();
    }
  }

  /** Returns the cached source; a file that has changed is removed. */
  private Optional<KernelSource> cached(Path target) {
    Path note = note(target);
    if (!Files.isRegularFile(target) || !Files.isRegularFile(note)) {
      return Optional.empty();
    }
    try {
      List<String> lines =
          new String(GivenFile.read(note), StandardCharsets.UTF_8).lines().toList();
      String digest = Digests.sha256(target);
      boolean same = lines.size() > 2 && lines.get(0).equals(digest + " " + spec());
      List<Message> proof =
          lines.stream().skip(2).flatMap(line -> VerificationLine.read(line).stream()).toList();
      if (same && proof.size() == lines.size() - 2) {
        Message origin = Message.verbatim(lines.get(1));
        return Optional.of(SourceFetcher.opened(target, origin, proof, context.workspace()));
      }
      if (lines.isEmpty() || !lines.get(0).startsWith(digest)) {
        context.say("  the cached " + target + " has changed; fetching it again");
        Files.deleteIfExists(target);
      }
      Files.deleteIfExists(note);
      return Optional.empty();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(note, e);
    }
  }

  /** Another mirror or key in the recipe requires another verification. */
  private String spec() {
    return Digests.sha256(request.spec().toString().getBytes(StandardCharsets.UTF_8));
  }

  private Path note(Path target) {
    return context.workspace().source("notes", request.recipe()).resolve(target.getFileName());
  }

  private void fetch(Path target) {
    List<String> note = new ArrayList<>();
    if (Files.isRegularFile(target)) {
      // Cached, but verified for another recipe.
      note.add(target.toString());
      verify(target).forEach(one -> note.add(VerificationLine.of(one)));
    } else {
      if (request.offline()) {
        throw SourceFailure.offline(String.valueOf(target.getFileName()), request.recipe());
      }
      context.say("  downloading " + target.getFileName());
      List<Message> proof = new ArrayList<>();
      String from =
          download(urls, target, DownloadLimits.DEFAULT)
              .call(
                  part -> {
                    proof.clear();
                    proof.addAll(verify(part));
                  });
      note.add(from);
      proof.forEach(one -> note.add(VerificationLine.of(one)));
    }
    note.add(0, Digests.sha256(target) + " " + spec());
    AtomicFile.write(note(target), String.join("\n", note) + "\n");
  }

  private Path pin() {
    return file.map(name -> name.in(context.workspace().pin("files", request.recipe())))
        .orElseGet(() -> context.workspace().pin("local", request.recipe()));
  }

  private Download download(List<Address> from, Path target, DownloadLimits limits) {
    HttpFetcher fetcher = new HttpFetcher(request.environment(), limits, null);
    return new Download(fetcher, from, target, limits, context.progress());
  }

  /**
   * Verifies a file, and returns the verifications, one line each; fails when something differs, or
   * nothing verifies it.
   */
  List<Message> verify(Path source) {
    context.status("verifying " + request.recipe());
    Integrity integrity =
        new Integrity(
            context.runner(),
            context.workspace().room("scratch"),
            new KeyLocator(request, context));
    Optional<TofuPin> pin =
        request.trustOnFirstUse() ? Optional.of(new TofuPin(pin())) : Optional.empty();
    return RpmMagic.isRpm(source)
        ? integrity.rpm(source, trust, pin)
        : integrity.tarball(source, trust, signature(source), pin);
  }

  /** The signature is downloaded for each check, since a cached one may be bad. */
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
          "cannot find the signature " + beside, "put it there, or remove it from the recipe");
    }
    return Optional.of(beside);
  }
}
