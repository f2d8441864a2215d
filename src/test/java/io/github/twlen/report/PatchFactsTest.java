// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Message;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.patch.TimewaitDefinition;
import io.github.twlen.recipe.TimewaitLength;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PatchFactsTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void keepsAHeaderThatThePatchDoesNotChange() {
    byte[] header = bytes("#define TCP_TIMEWAIT_LEN (60*HZ)\n#define TCP_TW_TIMEOUT_DEFAULT\t60\n");
    PatchOutcome rest =
        new PatchOutcome.Rendered(
            bytes("--- a/net/ipv4/tcp.c\n"),
            Map.of("net/ipv4/tcp.c", bytes("int sysctl_tcp_tw_timeout;\n")),
            List.of(),
            TimewaitDefinition.find(header),
            60,
            OptionalInt.empty(),
            Message.verbatim("unchanged"));
    PatchFacts facts = PatchFacts.of(rest, header, new TimewaitLength(60), "p.patch");
    assertThat(facts.headerSha256After()).isEqualTo(facts.headerSha256Before());
  }
}
