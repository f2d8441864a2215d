// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import java.util.Map;
import java.util.Set;

/**
 * What a distribution adds to a kernel's tarball to make packages of it.
 *
 * @param release version and release as the packages have them, such as {@code 3.10.0-1160.el7}
 * @param tarball the name of the kernel's tarball among the files
 * @param specName the spec's name; it must stay, since specs of el7 and later look for themselves
 * @param spec the spec's bytes as characters, one for each byte (ISO-8859-1)
 * @param digests every other file, with its digest where it is known, else empty
 * @param sizes every other file, with its size in bytes where it is known, else 0
 */
public record Packaging(
    String release,
    String tarball,
    String specName,
    String spec,
    Map<String, String> digests,
    Map<String, Long> sizes) {
  /** Copies what it is given. */
  public Packaging {
    digests = Map.copyOf(digests);
    sizes = Map.copyOf(sizes);
  }

  /** The names of the files beside the spec. */
  public Set<String> files() {
    return digests.keySet();
  }
}
