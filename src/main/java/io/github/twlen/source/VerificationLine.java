// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.Message;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A verification as a line of a note in the cache: the key of its message, then names and values,
 * separated by tabs. A later run prints it in its own language.
 */
final class VerificationLine {
  private VerificationLine() {}

  static String of(Message verification) {
    return Stream.concat(Stream.of(verification.key()), verification.values().stream())
        .map(part -> String.valueOf(part).replaceAll("[\\t\\r\\n]", " "))
        .collect(Collectors.joining("\t"));
  }

  /**
   * Returns the verification; empty when its key or a value is missing. A line without a tab is a
   * sentence of an earlier version.
   */
  static Optional<Message> read(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length == 1) {
      return Optional.of(Message.verbatim(line));
    }
    if (parts.length % 2 == 0) {
      return Optional.empty();
    }
    Object[] values = Arrays.copyOfRange(parts, 1, parts.length);
    Message message = Message.of(KernelSource.class, parts[0], values);
    try {
      return message.toString().isEmpty() ? Optional.empty() : Optional.of(message);
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }
}
