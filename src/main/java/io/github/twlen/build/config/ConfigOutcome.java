// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.util.List;
import java.util.Optional;

/**
 * How a kernel was configured.
 *
 * @param base what the configuration started from, such as {@code defconfig} or a file's name
 * @param lean whether what a proof does not need was switched off
 * @param proofOnly whether such a kernel is for a proof and not for a server
 * @param fragments the names of the fragments that were found in force
 * @param leftOut options of a packed fragment that this kernel does not have
 * @param diff how it differs from the configuration that was given; empty for the smallest one
 * @param notes what the user should know, a sentence each
 */
public record ConfigOutcome(
    String base,
    boolean lean,
    boolean proofOnly,
    List<String> fragments,
    List<String> leftOut,
    Optional<ConfigDiff> diff,
    List<String> notes) {
  /** Copies what it is given. */
  public ConfigOutcome {
    fragments = List.copyOf(fragments);
    leftOut = List.copyOf(leftOut);
    notes = List.copyOf(notes);
  }
}
