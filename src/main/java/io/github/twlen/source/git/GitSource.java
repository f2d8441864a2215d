// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.git;

import io.github.twlen.TwlenFailure;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.FetchRequest;
import io.github.twlen.source.GitTree;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.http.ProxyChoice;
import io.github.twlen.source.trust.Integrity;
import io.github.twlen.source.trust.KeyLocator;
import io.github.twlen.source.trust.TofuPin;
import io.github.twlen.workspace.AtomicDirectory;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
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
 * A kernel out of git: one commit, without its history, in a bare repository in the cache. It is
 * fetched into a folder beside and moved, so a run that is killed leaves nothing half.
 *
 * <p>A tag that was fetched and leads elsewhere later is refused: tags do not move. A branch may.
 */
public final class GitSource {
  private static final String FROM = "twlen-from";

  private final FetchRequest request;
  private final SourceSpec.Git spec;
  private final RunContext context;
  private final GitRemote remote;

  public GitSource(FetchRequest request, SourceSpec.Git spec, RunContext context) {
    GitIsolation.begin();
    ProxySelector.setDefault(new ProxyChoice(request.environment())); // JGit asks the default one.
    this.request = request;
    this.spec = spec;
    this.context = context;
    this.remote = new GitRemote(spec.ref(), context.progress());
  }

  /**
   * Fetches it, or finds what was fetched before.
   *
   * @throws SourceFailure when no repository has it, when it is not what was pinned, or unproved
   */
  public GitTree call() {
    Path home = context.workspace().source("git", request.recipe()).resolve(refName() + ".git");
    Path lockFile = context.workspace().lock("source-git-" + request.recipe());
    try (WorkspaceLock lock = WorkspaceLock.take(lockFile, home.toString(), context.progress())) {
      Optional<String> kept = isOfTheseRepositories(home) ? GitTree.head(home) : Optional.empty();
      if (!request.offline()) {
        if (kept.isEmpty() || !kept.get().equals(spec.ref())) {
          fetch(home, kept);
        }
      } else if (kept.isEmpty()) {
        throw new SourceFailure(
            spec.ref() + " is not in the cache, and --offline was given",
            "run `twlen fetch " + request.recipe() + "` once with the network",
            null);
      }
      return proved(home);
    }
  }

  /** From the first repository that has it. */
  private void fetch(Path home, Optional<String> kept) {
    List<String> reasons = new ArrayList<>();
    for (Address url : spec.urls()) {
      try {
        context.say("  from " + url);
        fetch(url, home, kept);
        return;
      } catch (TwlenFailure e) {
        throw e;
      } catch (GitAPIException | IOException | RuntimeException e) {
        // JGit tells of nonsense that a server sends by unchecked exceptions, too.
        reasons.add(url + ": " + Address.shownIn(reason(e)));
      } finally {
        context.status("");
      }
    }
    if (kept.isPresent()) {
      context.say("  no repository answers; taking what was fetched before");
      return;
    }
    throw new SourceFailure(
        "could not get " + spec.ref() + ": " + String.join("; ", reasons),
        "look at the network and the name of the tag",
        null);
  }

  /** JGit wraps what went wrong in words that say nothing. */
  private static String reason(Exception e) {
    String reason = "failed";
    for (Throwable at = e; at != null; at = at.getCause()) {
      reason = at.getMessage() == null ? reason : at.getMessage();
    }
    return reason.lines().findFirst().orElse("failed");
  }

  private void fetch(Address url, Path home, Optional<String> kept)
      throws GitAPIException, IOException {
    GitRemote.Found found = remote.find(url);
    if (kept.isPresent() && kept.get().equals(found.commit())) {
      return;
    }
    if (kept.isPresent() && found.tag()) {
      throw new SourceFailure(
          "the tag "
              + spec.ref()
              + " led to "
              + kept.get()
              + ", and leads to "
              + found.commit()
              + " now",
          "find out why it moved; to accept it, delete " + home,
          null);
    }
    Path staging = home.resolveSibling(home.getFileName() + ".part");
    Workspace.remove(staging);
    Workspace.folder(staging.resolveSibling(""));
    remote.fetch(url, found, staging);
    AtomicFile.write(staging.resolve(FROM), url + "\n");
    AtomicDirectory.replace(staging, home);
  }

  private GitTree proved(Path home) {
    String commit = GitTree.head(home).orElseThrow();
    List<String> proof = new ArrayList<>();
    if (spec.commit().isPresent()) {
      if (!spec.commit().get().equals(commit)) {
        throw new SourceFailure(
            spec.ref() + " leads to " + commit + ", and should lead to " + spec.commit().get(),
            "do not build from it; the recipe pins the commit, so the tag was moved",
            null);
      }
      proof.add(spec.ref() + " leads to the commit that the recipe has: " + commit);
    } else if (spec.ref().equals(commit)) {
      proof.add("the commit that was asked for: " + commit);
    }
    String origin = from(home) + " at " + spec.ref();
    GitTree tree = new GitTree(home, spec.ref(), commit, origin, proof);
    if (!spec.keys().isEmpty()) {
      proof.add(signature(tree, spec.keys()));
    }
    if (proof.isEmpty()) {
      proof.add(pinned(commit));
    }
    return new GitTree(home, spec.ref(), commit, origin, proof);
  }

  private String signature(GitTree tree, List<SigningKey> keys) {
    GitTree.SignedTag tag =
        tree.signedTag()
            .orElseThrow(
                () ->
                    new SourceFailure(
                        spec.ref() + " is not a signed tag", "do not build from it", null));
    return new Integrity(
            context.runner(), context.workspace().room("scratch"), new KeyLocator(request, context))
        .bytes("the tag " + spec.ref(), tag.payload(), tag.signature(), keys);
  }

  private String pinned(String commit) {
    if (!request.trustOnFirstUse()) {
      throw new SourceFailure(
          "nothing proves " + spec.ref() + ": the recipe has neither its commit nor a key",
          "write `commit: " + commit + "` into a recipe, or give --trust-on-first-use",
          null);
    }
    Path pin = context.workspace().pin("commits", request.recipe()).resolve(refName());
    return new TofuPin(pin).check(commit, spec.ref());
  }

  /** Two branches have never the same: {@code a/b} is not {@code a-b}. */
  private String refName() {
    return URLEncoder.encode(spec.ref(), StandardCharsets.UTF_8);
  }

  /** Another recipe of this name may have another repository: what is kept is not its. */
  private boolean isOfTheseRepositories(Path home) {
    return Files.isDirectory(home)
        && spec.urls().stream().anyMatch(url -> plain(url.toString()).equals(plain(from(home))));
  }

  private static String plain(String url) {
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
