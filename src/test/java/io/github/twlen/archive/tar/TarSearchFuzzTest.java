// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.FuzzRounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches random tarballs. */
class TarSearchFuzzTest {
  private static final String HEADER = TarSearchTest.HEADER;

  @TempDir Path temp;

  static IntStream seeds() {
    return IntStream.range(0, FuzzRounds.of(60));
  }

  /** Compares with a full read, for random order and block sizes. */
  @ParameterizedTest
  @MethodSource("seeds")
  void neverAnswersWrongly(int seed) throws IOException {
    Random random = new Random(seed);
    NavigableMap<String, byte[]> files = TarSearchTest.tree();
    String deep = "x".repeat(90) + "/" + "y".repeat(60);
    files.put("net/" + deep + "/long.c", TarSearchTest.noise(seed, random.nextInt(9000)));
    List<String> order = new ArrayList<>(files.keySet());
    switch (seed % 4) {
      case 1 -> Collections.shuffle(order, random);
      case 2 -> Collections.swap(order, random.nextInt(order.size()), random.nextInt(order.size()));
      case 3 -> order.sort((a, b) -> a.replace('/', '\0').compareTo(b.replace('/', '\0')));
      default -> {} // Sorted, as it is.
    }
    SampleTar tar = new SampleTar();
    order.forEach(name -> tar.file("linux-6.1/" + name, requireNonNull(files.get(name))));
    Path file = SampleTar.xz(temp.resolve("t"), tar.bytes(), 600 + random.nextInt(20_000));

    for (String name : List.of(HEADER, "Makefile", order.get(random.nextInt(order.size())))) {
      assertThat(new TarSearch(file).first(name)).as(name).hasValue(files.get(name));
    }
    Map<String, byte[]> net = files.subMap("net/", true, "net0", false);
    assertThat(TarSearchTest.under(file, "net")).containsExactlyEntriesOf(net);

    // Adjacent ranges are read together, distant ones separately.
    Map<String, byte[]> several = new TreeMap<>();
    new TarSearch(file)
        .read(List.of("Makefile", "virt/none"), List.of("net", "include/net"), several::put);
    Map<String, byte[]> expected = new TreeMap<>(net);
    expected.putAll(files.subMap("include/net/", true, "include/net0", false));
    expected.put("Makefile", requireNonNull(files.get("Makefile")));
    assertThat(several).containsExactlyEntriesOf(expected);
  }
}
