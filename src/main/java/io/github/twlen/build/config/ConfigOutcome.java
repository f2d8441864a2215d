// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.Message;
import java.util.List;
import java.util.Optional;

/**
 * Configuration of a built kernel.
 *
 * @param base such as {@code defconfig} or a file's name
 * @param proofOnly whether the kernel is for a verification, not for a server
 * @param fragments the names of the fragments in effect
 * @param leftOut options of a packed fragment that this kernel does not have
 * @param diff the differences from the given configuration; empty for the smallest base
 * @param notes for the user, one sentence each
 */
public record ConfigOutcome(
    String base,
    boolean lean,
    boolean proofOnly,
    List<String> fragments,
    List<String> leftOut,
    Optional<ConfigDiff> diff,
    List<Message> notes) {
  public ConfigOutcome {
    fragments = List.copyOf(fragments);
    leftOut = List.copyOf(leftOut);
    notes = List.copyOf(notes);
  }
}
