// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.GivenFile;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Trust on first use: a source that nothing proves is taken once, and its digest is pinned, so that
 * at least it is the same ever after. The lock stays when the cache is pruned; a pin that went with
 * what it pins would pin nothing.
 *
 * @param file the lock, see {@link io.github.twlen.workspace.Workspace#pin}
 */
public record TofuPin(Path file) {
  /**
   * Pins a file at its first use; later holds it against the pin.
   *
   * @return a line of proof
   * @throws SourceFailure when it is another one than it was, or when the lock cannot be read
   */
  public String check(Path source) {
    return check(Digests.sha256(source), String.valueOf(source.getFileName()));
  }

  /** The same for what has a digest of its own, such as a commit. */
  public String check(String digest, String name) {
    // A lock that cannot be looked at, or a link to nowhere, is no first use.
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      AtomicFile.write(file, digest + "\n" + today + "\n" + name + "\n");
      return "trusted at its first use, on " + today + "; pinned: " + digest;
    }
    List<String> pin = pin();
    if (!pin.get(0).equals(digest)) {
      throw new SourceFailure(
          name + " is " + digest + "; at its first use on " + pin.get(1) + " it was " + pin.get(0),
          "find out why it changed; to accept the new one, delete " + file,
          null);
    }
    return "the same as at its first use, on " + pin.get(1) + ": " + digest;
  }

  private List<String> pin() {
    try {
      List<String> lines =
          new String(GivenFile.read(file), StandardCharsets.UTF_8).lines().toList();
      if (lines.size() >= 2 && lines.get(0).matches("[0-9a-f]{40,128}")) {
        return lines;
      }
    } catch (IOException e) {
      // Told below.
    }
    throw new SourceFailure(
        file + " cannot be read as what was trusted before",
        "look at it; delete it to trust what comes next",
        null);
  }
}
