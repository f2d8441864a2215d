// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.GivenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the files that hold arguments ({@code @FILE}) before picocli opens them: picocli would
 * wait for a pipe, read a device to its end, and take a directory for an internal error.
 */
final class ArgumentFiles {
  /** In bytes; no command line has more. */
  private static final int LONGEST = 1 << 20;

  private final Set<Path> seen = new HashSet<>();

  /** Returns why a file of arguments cannot be read; empty when all can. */
  Optional<String> fault(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> argument.startsWith("@") && !argument.startsWith("@@"))
        .map(argument -> faultOf(argument.substring(1)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> faultOf(String name) {
    try {
      Path file = Path.of(name);
      // What names no file is an argument like any other.
      if (name.isEmpty() || !Files.exists(file) || !seen.add(file.toAbsolutePath())) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(GivenFile.read(file, LONGEST));
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return fault(List.of(text.split("\\s+", -1)));
    } catch (CharacterCodingException e) {
      return Optional.of("cannot read arguments from @" + name + ": it is not UTF-8");
    } catch (InvalidPathException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "cannot read arguments from @" + name + ": " + GivenFile.reason(Path.of(name), e));
    }
  }
}
