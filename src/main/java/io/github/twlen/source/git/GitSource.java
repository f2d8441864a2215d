// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.git;

import io.github.twlen.Message;
import io.github.twlen.TwlenFailure;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.FetchRequest;
import io.github.twlen.source.GitTree;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.http.ConnectionFault;
import io.github.twlen.source.http.ProxyChoice;
import io.github.twlen.source.trust.Integrity;
import io.github.twlen.source.trust.KeyLocator;
import io.github.twlen.source.trust.TofuPin;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.StagedDirectory;
import io.github.twlen.workspace.WorkspaceLock;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.errors.GitAPIException;

/**
 * Fetches one commit of a kernel in git, without its history, into a bare repository in the cache.
 * A tag that moves later is rejected; a branch may move.
 */
public final class GitSource {
  private static final String FROM = "twlen-from";

  private final FetchRequest request;
  private final SourceSpec.Git spec;
  private final RunContext context;
  private final GitRemote remote;

  public GitSource(FetchRequest request, SourceSpec.Git spec, RunContext context) {
    GitIsolation.begin();
    ProxySelector.setDefault(new ProxyChoice(request.environment())); // JGit uses the default.
    this.request = request;
    this.spec = spec;
    this.context = context;
    this.remote = new GitRemote(spec.ref(), context.progress());
  }

  /**
   * Fetches the commit, or finds it in the cache; fails when no repository has it, or when it
   * cannot be verified.
   */
  public GitTree call() {
    Path home = context.workspace().source("git", request.recipe()).resolve(refName() + ".git");
    Path lockFile = context.workspace().lock("source-git-" + request.recipe());
    try (WorkspaceLock lock = WorkspaceLock.take(lockFile, home.toString(), context.progress())) {
      // Another recipe of this name may have another repository.
      String from = withoutSlash(from(home));
      boolean own = spec.urls().stream().anyMatch(url -> withoutSlash(url.toString()).equals(from));
      Optional<String> cached = own ? GitTree.head(home) : Optional.empty();
      if (request.offline() && cached.isEmpty()) {
        throw SourceFailure.offline(spec.ref(), request.recipe());
      }
      if (!request.offline() && !cached.equals(Optional.of(spec.ref()))) {
        fetch(home, cached);
      }
      return verified(home);
    }
  }

  /** Fetches from the first repository that has it. */
  private void fetch(Path home, Optional<String> cached) {
    List<String> reasons = new ArrayList<>();
    boolean answered = false;
    for (Address url : spec.urls()) {
      try {
        context.say("  from " + url);
        fetch(url, home, cached);
        return;
      } catch (TwlenFailure e) {
        throw e;
      } catch (GitAPIException | IOException | RuntimeException e) {
        // JGit reports invalid responses by unchecked exceptions, too.
        Optional<String> fault = ConnectionFault.reason(e);
        answered |= fault.isEmpty();
        reasons.add(url + ": " + Address.shownIn(fault.orElseGet(() -> innermost(e))));
      } finally {
        context.status("");
      }
    }
    if (cached.isPresent()) {
      context.say("  no repository responds; using the cached commit");
      return;
    }
    throw new SourceFailure(
        "cannot fetch " + spec.ref() + ": " + String.join("; ", reasons),
        answered ? "check the network and the name of the tag" : ConnectionFault.FIX);
  }

  /** The innermost message of JGit is the useful one. */
  private static String innermost(Exception e) {
    String reason = "failed";
    for (Throwable at = e; at != null; at = at.getCause()) {
      reason = at.getMessage() == null ? reason : at.getMessage();
    }
    return reason.lines().findFirst().orElse("failed");
  }

  private void fetch(Address url, Path home, Optional<String> cached)
      throws GitAPIException, IOException {
    GitRemote.Found found = remote.find(url);
    if (cached.equals(Optional.of(found.commit()))) {
      return;
    }
    if (cached.isPresent() && found.tag()) {
      throw SourceFailure.unverified(
          spec.ref(),
          "the tag moved from " + cached.get() + " to " + found.commit(),
          "find out why it moved; to accept it, delete " + home);
    }
    try (StagedDirectory staging = new StagedDirectory(home)) {
      remote.fetch(url, found, staging.path());
      AtomicFile.write(staging.path().resolve(FROM), url + "\n");
      staging.commit();
    }
  }

  private GitTree verified(Path home) {
    String commit = GitTree.head(home).orElseThrow();
    List<Message> proof = new ArrayList<>();
    if (spec.commit().isPresent()) {
      if (!spec.commit().get().equals(commit)) {
        throw SourceFailure.unverified(
            spec.ref(),
            "it is the commit " + commit + ", expected " + spec.commit().get(),
            "do not build from it; the recipe pins the commit, so the tag was moved");
      }
      proof.add(message("proof.commit.recipe", "ref", spec.ref(), "commit", commit));
    } else if (spec.ref().equals(commit)) {
      proof.add(message("proof.commit.requested", "commit", commit));
    }
    Message origin = message("origin.git", "url", from(home), "ref", spec.ref());
    if (!spec.keys().isEmpty()) {
      proof.add(signature(new GitTree(home, spec.ref(), commit, origin, proof)));
    }
    if (proof.isEmpty()) {
      proof.add(pinned(commit));
    }
    return new GitTree(home, spec.ref(), commit, origin, proof);
  }

  private Message signature(GitTree tree) {
    GitTree.SignedTag tag =
        tree.signedTag()
            .orElseThrow(
                () ->
                    SourceFailure.unverified(
                        spec.ref(), "it is not a signed tag", "do not build from it"));
    KeyLocator keys = new KeyLocator(request, context);
    return new Integrity(context.runner(), context.workspace().room("scratch"), keys)
        .tag(spec.ref(), tag, spec.keys());
  }

  private static Message message(String key, Object... namesAndValues) {
    return Message.of(KernelSource.class, key, namesAndValues);
  }

  private Message pinned(String commit) {
    if (!request.trustOnFirstUse()) {
      throw SourceFailure.unverified(
          spec.ref(),
          "the recipe has neither its commit nor a key",
          "write `commit: " + commit + "` into a recipe, or pass --trust-on-first-use");
    }
    Path pin = context.workspace().pin("commits", request.recipe()).resolve(refName());
    return new TofuPin(pin).check(commit, spec.ref());
  }

  /** Encodes the ref: {@code a/b} is another branch than {@code a-b}. */
  private String refName() {
    return URLEncoder.encode(spec.ref(), StandardCharsets.UTF_8);
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static String from(Path home) {
    try {
      return Files.readString(home.resolve(FROM)).strip();
    } catch (IOException e) {
      return "git";
    }
  }
}
