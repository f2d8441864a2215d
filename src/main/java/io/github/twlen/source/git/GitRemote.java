// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.git;

import io.github.twlen.Progress;
import io.github.twlen.recipe.Address;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.http.ConnectionFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;

/** Finds and fetches the commit of a tag or a branch in another repository. */
final class GitRemote {
  /** Seconds without a byte. */
  private static final int IDLE = 60;

  private static final String HEAD = "refs/heads/twlen";
  private static final String TAG = "refs/tags/twlen";

  private final String wanted;
  private final Progress progress;

  /**
   * The commit of a tag or a branch.
   *
   * @param ref its full name, such as {@code refs/tags/v6.1}; for a commit the commit
   */
  record Found(String ref, String commit) {
    boolean tag() {
      return ref.startsWith("refs/tags/");
    }
  }

  GitRemote(String wanted, Progress progress) {
    this.wanted = wanted;
    this.progress = progress;
  }

  /** Finds the commit in a repository; fails when there is no such tag or branch. */
  Found find(Address url) throws GitAPIException {
    checkScheme(url);
    if (wanted.matches("[0-9a-f]{40}")) {
      return new Found(wanted, wanted);
    }
    Map<String, Ref> refs =
        Git.lsRemoteRepository()
            .setRemote(GitUser.without(url))
            .setCredentialsProvider(new GitUser(url))
            .setTimeout(IDLE)
            .callAsMap();
    for (String name : List.of("refs/tags/" + wanted, "refs/heads/" + wanted)) {
      Ref ref = refs.get(name);
      if (ref == null) {
        continue;
      }
      // An annotated tag is an object of its own that points to the commit.
      ObjectId id = ref.getPeeledObjectId() != null ? ref.getPeeledObjectId() : ref.getObjectId();
      if (id != null) {
        return new Found(name, id.name());
      }
    }
    throw new SourceFailure(
        "cannot fetch " + wanted + ": " + url + " has no tag or branch " + wanted,
        near(refs.keySet()).map(n -> "pass " + n).orElse("pass a tag or branch of it"));
  }

  private static void checkScheme(Address url) {
    if (url.secret().matches("(?i)(ssh|git\\+ssh|git)://.*|[^/]+@[^/]+:.*")) {
      throw new SourceFailure(
          "cannot fetch from " + url + ": only http, https and local paths are supported",
          "write its https URL");
    }
  }

  /** Returns the name that shares the longest beginning with the wanted one. */
  private Optional<String> near(Collection<String> names) {
    for (int length = wanted.length() - 1; length > 1; length--) {
      String start = wanted.substring(0, length);
      Optional<String> found =
          names.stream()
              .map(name -> name.replaceFirst("^refs/(tags|heads)/", ""))
              .filter(name -> name.startsWith(start))
              .min(String::compareTo);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Fetches the one commit into a new bare repository. */
  void fetch(Address url, Found found, Path into) throws GitAPIException, IOException {
    try (Git git = Git.init().setBare(true).setDirectory(into.toFile()).call()) {
      Repository repository = git.getRepository();
      repository
          .getConfig()
          .setBoolean(ConfigConstants.CONFIG_FETCH_SECTION, null, "fsckObjects", true);
      repository.getConfig().save();
      String local = found.tag() ? TAG : HEAD;
      try {
        git.fetch()
            .setRemote(GitUser.without(url))
            .setCredentialsProvider(new GitUser(url))
            .setDepth(1)
            .setTagOpt(TagOpt.NO_TAGS)
            .setTimeout(IDLE)
            .setProgressMonitor(new Monitor())
            .setRefSpecs(new RefSpec("+" + found.ref() + ":" + local))
            .call();
      } catch (TransportException e) {
        if (found.ref().equals(found.commit()) && ConnectionFault.reason(e).isEmpty()) {
          throw notServed(url, e);
        }
        throw e;
      }
      RefUpdate head = repository.updateRef(HEAD);
      head.setNewObjectId(ObjectId.fromString(found.commit()));
      head.forceUpdate();
      repository.updateRef("HEAD").link(HEAD);
    }
  }

  private SourceFailure notServed(Address url, TransportException e) {
    return new SourceFailure(
        "cannot fetch the commit "
            + wanted
            + " from "
            + url
            + ": "
            + Address.shownIn(String.valueOf(e.getMessage())),
        "use a tag or a branch; servers need not serve single commits",
        e);
  }

  /** Reports the progress of JGit. */
  private final class Monitor extends EmptyProgressMonitor {
    private String task = "";
    private int total;
    private int done;

    @Override
    public void beginTask(String title, int work) {
      task = title;
      total = work;
      done = 0;
    }

    @Override
    public void update(int completed) {
      done += completed;
      progress.status(total > 0 ? task + " " + done + " of " + total : task + " " + done);
    }
  }
}
