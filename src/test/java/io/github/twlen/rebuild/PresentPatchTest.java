// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.patch.FinTimeout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PresentPatchTest {
  private static final String PATCH =
      """
      --- a/include/net/tcp.h
      +++ b/include/net/tcp.h
      @@ -1 +1 @@
      -#define TCP_TIMEWAIT_LEN (60*HZ)
      +#define TCP_TIMEWAIT_LEN (25*HZ)
      """;

  private static Optional<PresentPatch> read(String patch) {
    return PresentPatch.read("x.patch", patch.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void readsLength() {
    assertThat(read(PATCH)).hasValue(new PresentPatch("x.patch", 25, FinTimeout.FOLLOW));
    assertThat(read(PATCH + "+#define TCP_FIN_TIMEOUT (60*HZ)\n"))
        .hasValue(new PresentPatch("x.patch", 25, FinTimeout.KEEP));
  }

  @Test
  void ignoresPatchesOfVendor() {
    assertThat(read(PATCH + "--- a/net/x.c\n+++ b/net/x.c\n")).isEmpty();
    assertThat(read("+++ b/include/net/tcp.h\n+#define OTHER 1\n")).isEmpty();
  }
}
