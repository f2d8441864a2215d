// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.GivenFile;
import io.github.twlen.Message;
import io.github.twlen.source.KernelSource;
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
 * Trust on first use: pins the checksum of a source that cannot be verified, so that it is at least
 * the same at each later use. The file survives pruning of the cache.
 *
 * @param file see {@link io.github.twlen.workspace.Workspace#pin}
 */
public record TofuPin(Path file) {
  /** Pins a file at its first use, and later compares it, see {@link #check(String, String)}. */
  public Message check(Path source) {
    return check(Digests.sha256(source), String.valueOf(source.getFileName()));
  }

  /**
   * Pins a checksum or a commit at its first use, and later compares it. Returns a verification.
   * Fails when it differs from the pin, or the pin cannot be read.
   */
  public Message check(String digest, String name) {
    // An unreadable pin, or a broken link, is no first use.
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      AtomicFile.write(file, digest + "\n" + today + "\n" + name + "\n");
      return message("proof.pinned", today.toString(), digest);
    }
    List<String> pin = pin();
    if (!pin.get(0).equals(digest)) {
      throw SourceFailure.unverified(
          name,
          "it is " + digest + ", but at its first use on " + pin.get(1) + " it was " + pin.get(0),
          "find out why it changed; to accept the new one, delete " + file);
    }
    return message("proof.same", pin.get(1), digest);
  }

  private static Message message(String key, String day, String digest) {
    return Message.of(KernelSource.class, key, "day", day, "digest", digest);
  }

  private List<String> pin() {
    String reason = "not a pin";
    try {
      List<String> lines =
          new String(GivenFile.read(file), StandardCharsets.UTF_8).lines().toList();
      if (lines.size() >= 2 && lines.get(0).matches("[0-9a-f]{40,128}")) {
        return lines;
      }
    } catch (IOException e) {
      reason = GivenFile.reason(file, e);
    }
    throw new SourceFailure(
        "cannot read " + file + ": " + reason, "delete it to trust the next source");
  }
}
