// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleFileTest {
  @TempDir Path temp;

  /** U+009B is ESC [ as one C1 control character. */
  @Test
  void removesTerminalControlCharacters() throws IOException {
    Path file = temp.resolve("console.log");
    Files.writeString(file, "a\u001b[31mb\u009b2Jc\u0007d\u202ee\tf\n");
    assertThat(new ConsoleFile(file).lastLines()).containsExactly("ab2Jcde\tf");
  }
}
