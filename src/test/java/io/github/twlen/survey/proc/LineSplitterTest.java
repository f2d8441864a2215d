// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {
  /** Returns a bounded number of bytes at a time, as the kernel returns pages. */
  private static final class Pages extends InputStream {
    private final InputStream in;
    private final int page;

    Pages(String text, int page) {
      this.in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
      this.page = page;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return in.read(bytes, from, Math.min(length, page));
    }
  }

  private static List<String> lines(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    LineSplitter.read(
        in,
        (bytes, from, to, whole) ->
            lines.add(
                new String(bytes, from, Math.min(40, to - from), StandardCharsets.ISO_8859_1)
                    + (whole ? "" : " (cut)")));
    return lines;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096, 1 << 20})
  void joinsPiecesOfALine(int page) throws IOException {
    String text = "one\n\n" + "x".repeat(30) + "\nlast\n";
    assertThat(lines(new Pages(text, page))).containsExactly("one", "", "x".repeat(30), "last");
  }

  @Test
  void marksALineWithoutNewline() throws IOException {
    assertThat(lines(new Pages("one\ntw", 4))).containsExactly("one", "tw (cut)");
    assertThat(lines(new Pages("", 4))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 4096, 1 << 20})
  void reportsAnEndlessLineOnce(int page) throws IOException {
    String text = "one\n" + "y".repeat(20 * LineSplitter.LONGEST) + "\nlast\n";
    assertThat(lines(new Pages(text, page)))
        .hasSize(3)
        .startsWith("one", "y".repeat(40) + " (cut)")
        .endsWith("last");
  }
}
