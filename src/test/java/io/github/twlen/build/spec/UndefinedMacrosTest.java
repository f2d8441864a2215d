// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UndefinedMacrosTest {
  @Test
  void findsMacrosAtPlaceOfCommand() {
    String expanded =
        """
        Name: kernel
        %description
        %of_a_text
        %prep
        %setup -q -n kernel -c
        %patch12 -p1
        %patch -P 13 -p1
        printf '%of a format' x
        printf \\
          %continued x
        date +%Y%m%d
        # %in_a_comment
        if true; then %behind_then -x; fi
        %build
          %pesign -s -i a -o b
        %{with_braces} x
        echo a | %s
        %files
        %doc COPYING
        """;
    assertThat(
            UndefinedMacros.in(
                SpecFile.of("kernel.spec", expanded.getBytes(StandardCharsets.UTF_8))))
        .containsExactly("behind_then", "pesign", "with_braces");
  }
}
