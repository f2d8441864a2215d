// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import java.util.List;

/**
 * The change to the one header.
 *
 * @param file the patch file's name, beside the report
 * @param sha256 of the patch file, hexadecimal
 * @param presentSeconds the length that the tree had, in seconds
 * @param wantedSeconds the length that it was given, in seconds
 * @param header the header's path in the tree
 * @param line the line of the definition, from 1
 * @param headerSha256Before of the header as the source has it, hexadecimal
 * @param headerSha256After of the patched header, hexadecimal
 * @param diff the unified diff; empty when the tree had the wanted length already
 * @param warnings what the value deserves to be said about it, one line each
 */
public record PatchFacts(
    String file,
    String sha256,
    int presentSeconds,
    int wantedSeconds,
    String header,
    int line,
    String headerSha256Before,
    String headerSha256After,
    String diff,
    List<String> warnings) {

  /** Copies what it is given. */
  public PatchFacts {
    warnings = List.copyOf(warnings);
  }
}
