// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.Message;
import io.github.twlen.source.DistGit;
import io.github.twlen.source.GitTree;
import io.github.twlen.source.KernelSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The kernel's source and its verification; {@code report.schema.json} describes each key.
 *
 * @param digests hexadecimal checksums by algorithm in lower case, such as {@code sha256}
 * @param proof one line for each verification; empty without any
 */
public record SourceFacts(
    String kind,
    String name,
    String version,
    Message origin,
    Map<String, String> digests,
    List<Message> proof) {
  /** The key of a git commit among the checksums. */
  public static final String COMMIT = "commit";

  /** Copies the collections, the checksums sorted by algorithm. */
  public SourceFacts {
    digests = Collections.unmodifiableMap(new TreeMap<>(digests));
    proof = List.copyOf(proof);
  }

  /** Returns the facts of a source. */
  public static SourceFacts of(KernelSource source) {
    Map<String, String> digests = new TreeMap<>(Map.of("sha256", source.digest()));
    if (source instanceof GitTree git) {
      digests.put(COMMIT, git.commit());
    } else if (source instanceof DistGit packaging) {
      digests.put(COMMIT, packaging.tree().commit());
    }
    return new SourceFacts(
        source.kind(), source.name(), source.version(), source.origin(), digests, source.proof());
  }
}
