// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.Message;
import io.github.twlen.Progress;
import io.github.twlen.source.git.GitCheckout;
import io.github.twlen.source.git.GitIsolation;
import io.github.twlen.workspace.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * The tree of one commit in a bare repository.
 *
 * @param ref its tag or branch
 * @param commit 40 hexadecimal digits
 */
public record GitTree(Path location, String ref, String commit, Message origin, List<Message> proof)
    implements KernelSource {
  /** In bytes; Linux 6.12 has a register header of 22 MB. */
  private static final int LARGEST = 64 << 20;

  private static final String TAG = "refs/tags/twlen";
  private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";

  public GitTree {
    proof = List.copyOf(proof);
  }

  /**
   * An annotated tag that is signed.
   *
   * @param payload the signed bytes
   * @param signature in ASCII armour
   */
  @SuppressWarnings("ArrayRecordComponent") // Bytes for gpg, never compared.
  public record SignedTag(byte[] payload, byte[] signature) {}

  /** Returns the commit of a repository in the cache; empty when there is none. */
  public static Optional<String> head(Path repository) {
    try (Repository open = open(repository)) {
      ObjectId head = open.resolve(Constants.HEAD);
      return head == null || !open.getObjectDatabase().has(head)
          ? Optional.empty()
          : Optional.of(head.name());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public static Repository open(Path repository) throws IOException {
    GitIsolation.begin();
    return new FileRepositoryBuilder().setGitDir(repository.toFile()).setBare().build();
  }

  @Override
  public String name() {
    return ref;
  }

  @Override
  public String version() {
    return ref;
  }

  /**
   * Covers the listing of the tree; git's object ids are SHA-1, so it is not stronger than that.
   */
  @Override
  public String digest() {
    List<String> listing = new ArrayList<>();
    walk(
        TreeFilter.ALL,
        (walk, repository) ->
            listing.add(
                walk.getFileMode()
                    + " "
                    + walk.getObjectId(0).name()
                    + " "
                    + walk.getPathString()));
    return Digests.sha256(String.join("\n", listing).getBytes(StandardCharsets.UTF_8));
  }

  /** Handles an entry that is no directory. */
  public interface Visitor {
    void visit(TreeWalk walk, Repository repository) throws IOException;
  }

  /** Visits all entries of the commit's tree. */
  public void walk(TreeFilter filter, Visitor visitor) {
    try (Repository repository = open(location);
        RevWalk commits = new RevWalk(repository);
        TreeWalk walk = new TreeWalk(repository)) {
      RevCommit found = commits.parseCommit(ObjectId.fromString(commit));
      walk.addTree(found.getTree());
      walk.setRecursive(true);
      walk.setFilter(filter);
      while (walk.next()) {
        visitor.visit(walk, repository);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Map<String, byte[]> read(ReadRequest wanted) {
    List<String> paths = new ArrayList<>(wanted.files());
    paths.addAll(wanted.folders());
    Map<String, byte[]> read = new TreeMap<>();
    walk(
        PathFilterGroup.createFromStrings(paths),
        (walk, repository) -> {
          if (isFile(walk)) {
            ObjectLoader blob = repository.open(walk.getObjectId(0));
            if (blob.getSize() > LARGEST) {
              throw new IOException(walk.getPathString() + " has " + blob.getSize() + " bytes");
            }
            byte[] content = blob.getBytes();
            String path = walk.getPathString();
            if (wanted.wants(path, content)) {
              read.put(path, content);
            }
          }
        });
    return read;
  }

  @Override
  public void unpack(Path target, Progress progress) {
    new GitCheckout(this, target, progress).call();
  }

  /** Returns its signed tag; empty when there is none. */
  public Optional<SignedTag> signedTag() {
    try (Repository repository = open(location)) {
      ObjectId tag = repository.resolve(TAG);
      if (tag == null || repository.open(tag).getType() != Constants.OBJ_TAG) {
        return Optional.empty();
      }
      byte[] raw = repository.open(tag).getBytes();
      int at = new String(raw, StandardCharsets.ISO_8859_1).indexOf(SIGNATURE);
      return at < 0 || !namesCommit(raw)
          ? Optional.empty()
          : Optional.of(
              new SignedTag(Arrays.copyOf(raw, at), Arrays.copyOfRange(raw, at, raw.length)));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private SourceFailure unreadable(IOException e) {
    return new SourceFailure(
        "cannot read " + location + ": " + e.getMessage(), "delete it, and fetch it again", e);
  }

  /** Returns whether an entry is a regular file. */
  public static boolean isFile(TreeWalk walk) {
    return (walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
  }

  /** A good signature of another tag verifies nothing: it must name this commit and this tag. */
  private boolean namesCommit(byte[] raw) {
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    return text.startsWith("object " + commit + "\n") && text.contains("\ntag " + ref + "\n");
  }
}
