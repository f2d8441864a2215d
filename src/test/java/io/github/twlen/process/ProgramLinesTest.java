// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramLinesTest {
  @Test
  void splitsAtEveryKindOfEnd() throws IOException {
    assertThat(lines("a\nb\r\nc\rd\n\n\r\r\ne"))
        .containsExactly("a", "b", "c", "d", "", "", "", "e");
    assertThat(lines("a\n")).containsExactly("a");
    assertThat(lines("a\r\n")).containsExactly("a");
    assertThat(lines("\n")).containsExactly("");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void marksBytesThatAreNotUtf8() throws IOException {
    byte[] bytes = {'a', (byte) 0xff, 'b', '\n', (byte) 0xc3, (byte) 0xbc};
    assertThat(lines(new ByteArrayInputStream(bytes))).containsExactly("a\ufffdb", "ü");
  }

  @Test
  void keepsALineOfTheGreatestLength() throws IOException {
    String longest = "a".repeat(ProgramLines.LONGEST);
    assertThat(lines(longest + "\r\nb")).containsExactly(longest, "b");
  }

  @Test
  void truncatesALongerLine() throws IOException {
    String longest = "a".repeat(ProgramLines.LONGEST);
    assertThat(lines(longest + "aaa\nb")).containsExactly(longest + ProgramLines.MARK, "b");
  }

  private static List<String> lines(String text) throws IOException {
    return lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> lines(InputStream in) throws IOException {
    List<String> all = new ArrayList<>();
    try (ProgramLines lines = new ProgramLines(in)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        all.add(line);
      }
    }
    return all;
  }
}
