// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.TimewaitLength;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimewaitPatchPropertyTest {
  private static final long SEED = 20261123;

  static LongStream seeds() {
    return LongStream.range(SEED, SEED + 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void patchesAndReversesNothingElse(long seed) {
    RandomHeader toy = new RandomHeader(seed);
    TimewaitLength wanted = toy.other();
    byte[] header = toy.bytes();
    for (FinTimeout fin : FinTimeout.values()) {
      PatchTemplate template = PatchCase.template(fin);
      PatchOutcome.Rendered there =
          (PatchOutcome.Rendered) TimewaitPatch.render(template, header, wanted, fin);

      assertThat(there.presentSeconds()).isEqualTo(toy.seconds());
      assertThat(StrictPatch.apply(there.patch(), header)).isEqualTo(there.header());
      TimewaitDefinition now = TimewaitDefinition.find(there.header());
      assertThat(now.seconds()).isEqualTo(wanted.seconds());
      PatchCase.commentSeconds(there.header())
          .ifPresent(comment -> assertThat(comment).isEqualTo(wanted.seconds()));
      int finSeconds = fin == FinTimeout.KEEP ? toy.seconds() : wanted.seconds();
      assertThat(now.finTimeout().seconds(now.seconds())).hasValue(finSeconds);
      assertThat(TimewaitPatch.render(template, there.header(), wanted, fin))
          .isInstanceOf(PatchOutcome.Already.class);
      if (toy.seconds() >= TimewaitLength.LEAST) {
        assertThat(back(there.header(), wanted, toy.seconds(), fin)).isEqualTo(header);
      }
    }
  }

  private static byte[] back(byte[] patched, TimewaitLength made, int stock, FinTimeout fin) {
    PatchTemplate follow = PatchCase.template(FinTimeout.FOLLOW);
    PatchOutcome.Rendered back =
        (PatchOutcome.Rendered)
            TimewaitPatch.reverse(follow, patched, made, new TimewaitLength(stock), fin);
    assertThat(StrictPatch.apply(back.patch(), patched)).isEqualTo(back.header());
    return back.header();
  }
}
