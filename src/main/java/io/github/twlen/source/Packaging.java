// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import java.util.Map;
import java.util.Set;

/**
 * The files that a distribution adds to a kernel's tarball.
 *
 * @param release version and release of the packages, such as {@code 3.10.0-1160.el7}; empty when
 *     only rpm knows it
 * @param tarball the name of the kernel's tarball among the files
 * @param specName the spec's name, which specs of el7 and later need
 * @param spec the spec's bytes as characters, one for each byte (ISO-8859-1)
 * @param digests the other files with their checksums, empty when unknown
 * @param sizes the other files with their sizes in bytes, 0 when unknown
 */
public record Packaging(
    String release,
    String tarball,
    String specName,
    String spec,
    Map<String, String> digests,
    Map<String, Long> sizes) {
  public Packaging {
    digests = Map.copyOf(digests);
    sizes = Map.copyOf(sizes);
  }

  /** Returns the names of the files other than the spec. */
  public Set<String> files() {
    return digests.keySet();
  }
}
