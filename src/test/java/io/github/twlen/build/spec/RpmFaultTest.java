// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.process.CommandResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RpmFaultTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error: line 7: Unknown tag: %x | kernel.spec:7: Unknown tag: %x",
        "error: /a/SPECS/kernel.spec:30: bad %if condition:  %{x} | kernel.spec:30: bad %if"
            + " condition:  %{x}",
        "error: /a/kernel.spec: line 4: second %prep | kernel.spec:4: second %prep",
        "error: Unable to open x | Unable to open x",
        "no such program | no such program",
      })
  void namesLineOfSpec(String said, String shown) {
    assertThat(fault(said).shown("kernel.spec", line -> line)).isEqualTo(shown);
  }

  @Test
  void prefersErrorWithLine() {
    RpmFault fault = fault("warning: x", "error: parse error", "error: /a/k.spec:3: bad %if");
    assertThat(fault).isEqualTo(new RpmFault(3, "bad %if"));
  }

  /** The user does not see the edited spec. */
  @Test
  void namesLineOfUsersSpec() {
    SpecFile before = spec("a\nRelease: 1\nb\nc\n");
    SpecFile after = spec("a\nRelease: 1.tw15\nPatch1: p\nb\npatch\nc\n");
    Message how = Message.of(BuiltKernel.class, "header.prep");
    SpecChange change = new SpecChange(before, after, "p", false, how, ".tw15", List.of("-D", "x"));
    assertThat(List.of(1, 2, 3, 4, 6))
        .extracting(line -> change.lineBefore(after, line))
        .containsExactly(1, 2, 2, 3, 4);
    assertThat(change.lineBefore(change.standalone(), 7)).isEqualTo(4);
  }

  private static RpmFault fault(String... lines) {
    return RpmFault.of(new CommandResult(1, List.of(), List.of(lines)));
  }

  private static SpecFile spec(String text) {
    return SpecFile.of("kernel.spec", text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
