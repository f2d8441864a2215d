// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.GivenFile;
import io.github.twlen.cli.option.InvalidOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks argument files ({@code @FILE}) before picocli opens them: picocli waits for a pipe, reads
 * a device to its end, and takes a directory for an internal error.
 */
final class ArgumentFiles {
  /** In bytes, more than any command line has. */
  private static final int LONGEST = 1 << 20;

  private final Set<Path> seen = new HashSet<>();

  /**
   * Checks the files among these arguments.
   *
   * @throws InvalidOption when one cannot be read
   */
  void check(List<String> arguments) {
    for (String argument : arguments) {
      if (argument.startsWith("@") && !argument.startsWith("@@")) {
        checkFile(argument.substring(1));
      }
    }
  }

  private void checkFile(String name) {
    try {
      Path file = Path.of(name);
      // A name without a file is an ordinary argument.
      if (!name.isEmpty() && Files.exists(file) && seen.add(file.toAbsolutePath())) {
        ByteBuffer bytes = ByteBuffer.wrap(GivenFile.read(file, LONGEST));
        String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        check(List.of(text.split("\\s+", -1)));
      }
    } catch (CharacterCodingException e) {
      throw unreadable(name, "it is not UTF-8");
    } catch (InvalidPathException e) {
      // An ordinary argument too.
    } catch (IOException e) {
      throw unreadable(name, GivenFile.reason(Path.of(name), e));
    }
  }

  private static InvalidOption unreadable(String name, String reason) {
    return new InvalidOption(
        "cannot read arguments from @" + name + ": " + reason,
        "pass a readable text file, or write @@ for an argument that begins with @");
  }
}
