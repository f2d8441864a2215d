// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.build.spec.naming.SpecNaming;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are not edited keep their bytes. */
class SpecBytesTest {
  private static final byte[] PATCH = "a line\n".repeat(10).getBytes(StandardCharsets.US_ASCII);
  private static final String OWN = "twlen-tcp-timewait-len.patch";
  private static final String IDS = "%define buildid .a\n".repeat(3);
  private static final String SPEC =
      """
      Name: kernel
      Release: 1%{?buildid}
      Source0: linux-3.10.tar.xz
      Patch7: one.patch
      %prep
      %setup -q
      %patch7 -p1
      """;

  /** Every byte value, and line ends that rpm does not know. */
  private static String everyByte() {
    StringBuilder all = new StringBuilder();
    for (char one = 0; one < 256; one++) {
      all.append("# x").append(one);
    }
    return all + "\n\r\n\r\r\n\n\u0085\u000b\u000c\r x\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void keepsBytesOfOtherLines(String end) {
    String text = everyByte() + SPEC.replace("\n", end) + "%changelog" + end + everyByte();
    assertOnlyAdded(text, end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void keepsLastLineWithoutEnd(String end) {
    assertOnlyAdded(SPEC.replace("\n", end) + "%changelog" + end + "\u00fc", end);
    String last = SPEC.replace("\n", end).strip(); // A line is added after it.
    String after = after(last);
    assertThat(after).endsWith("%patch7 -p1" + end + "%patch8 -p1").doesNotEndWith(end);
    assertThat(after.replace("Patch8: " + OWN + end, "").replace(end + "%patch8 -p1", ""))
        .isEqualTo(last);
  }

  @Test
  void keepsMixedLineEnds() {
    String text = SPEC.replace("one.patch\n", "one.patch\r\n");
    assertThat(after(text))
        .isEqualTo(
            text.replace("one.patch\r\n", "one.patch\r\nPatch8: " + OWN + "\r\n")
                + "%patch8 -p1\n");
  }

  /** Vendors' specs have 50,000 lines and 4 MB, mostly changelog. */
  @Test
  void keepsFiftyThousandLines() {
    String text = withLog(50_000);
    assertThat(
            after(text)
                .replace("Patch8: " + OWN + "\n", "")
                .replace("%patch8 -p1\n", "")
                .replace(".tw15", ""))
        .isEqualTo(text);
  }

  @Test
  void takesLinearTime() {
    assertLinear(SpecBytesTest::withLog, 6_000);
    assertLinear(length -> IDS + SPEC + "%changelog\n" + "x\\ %{".repeat(length), 60_000);
  }

  /**
   * Compares the processor time of two sizes, which other processes hardly change: sixteen times
   * the size takes 16 times as long, or 256 times if the time is quadratic.
   */
  private static void assertLinear(IntFunction<String> text, int size) {
    String small = text.apply(size);
    String large = text.apply(16 * size);
    processorTime(small); // Compiles the code.
    long once =
        LongStream.range(0, 3).map(round -> processorTime(small)).summaryStatistics().getMin();
    assertThat(processorTime(large) / Math.max(1, once)).isLessThan(100);
  }

  private static long processorTime(String text) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    after(text);
    return threads.getCurrentThreadCpuTime() - start;
  }

  private static String withLog(int lines) {
    String line = "- [net] tcp: fix %if {buildid} \\ (Som\u00e9body) [1234567] {CVE-2016-0001}\n";
    return IDS + SPEC + "%changelog\n" + line.repeat(lines);
  }

  private static void assertOnlyAdded(String text, String end) {
    String after = after(text);
    assertThat(after).contains(end + "Patch8: " + OWN + end).contains(end + "%patch8 -p1" + end);
    assertThat(after.replace("Patch8: " + OWN + end, "").replace("%patch8 -p1" + end, ""))
        .isEqualTo(text);
  }

  private static String after(String text) {
    SpecFile spec = SpecFile.of("kernel.spec", text.getBytes(StandardCharsets.ISO_8859_1));
    SpecChange change =
        SpecNaming.named(new SpecPlacement(spec, Map.of(), "", ".tw15", PATCH).call());
    return new String(change.after().bytes(), StandardCharsets.ISO_8859_1);
  }
}
