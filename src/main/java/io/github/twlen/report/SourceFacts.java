// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The kernel's source, and why it is believed to be what it says.
 *
 * @param kind {@code tarball}, {@code source-rpm}, {@code git} or {@code tree}
 * @param name what it calls itself, such as the file's name
 * @param version the kernel's version, as its Makefile or package has it
 * @param origin where it came from: a URL or a path
 * @param digests by algorithm in lower case ({@code sha256}, {@code commit}), hexadecimal
 * @param proof what was held against what, one line each; empty when nothing proves it
 */
public record SourceFacts(
    String kind,
    String name,
    String version,
    String origin,
    Map<String, String> digests,
    List<String> proof) {

  /** Copies what it is given, the digests sorted by algorithm. */
  public SourceFacts {
    digests = Collections.unmodifiableMap(new TreeMap<>(digests));
    proof = List.copyOf(proof);
  }
}
