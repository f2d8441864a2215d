// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.patch.FinTimeout;
import io.github.twlen.source.Packaging;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
    assertThat(read(PATCH)).hasValue(new PresentPatch("x.patch", 25, FinTimeout.FOLLOW, false));
    assertThat(read(PATCH + "+#define TCP_FIN_TIMEOUT (60*HZ)\n"))
        .hasValue(new PresentPatch("x.patch", 25, FinTimeout.KEEP, false));
  }

  @Test
  void ignoresPatchesOfVendor() {
    assertThat(read(PATCH + "--- a/net/x.c\n+++ b/net/x.c\n")).isEmpty();
    assertThat(read("+++ b/include/net/tcp.h\n+#define OTHER 1\n")).isEmpty();
  }

  private static Packaging packaging(String release, String spec) {
    return new Packaging(release, "linux.tar", "kernel.spec", spec, Map.of(), Map.of());
  }

  @Test
  void removesItsNameFromTheSpec() {
    PresentPatch patch = read(PATCH).orElseThrow();
    String end = "\r\n%changelog\r\n- .tw25 is not a name\r\n\n\r";
    Packaging named =
        packaging("6.6-1.tw25.el9", "%global buildid .tw25\r\nRelease: 1.tw25%{?dist}" + end);
    Packaging vendors = patch.removed(named);
    assertThat(vendors.spec()).isEqualTo("Release: 1%{?dist}" + end);
    assertThat(vendors.release()).isEqualTo("6.6-1.el9");
    assertThat(vendors.sizes()).containsEntry("x.patch", 0L);
    assertThat(patch.removed(packaging("1.tw250", "Release: 1.tw250\n")).release())
        .isEqualTo("1.tw250");
  }

  @Test
  void findsItsNameInTheSpecOfAFile() {
    PresentPatch patch = read(PATCH).orElseThrow();
    assertThat(patch.isNamed(packaging("", "Release: 1.tw25\n"))).isTrue();
    assertThat(patch.isNamed(packaging("", "Release: 1\n"))).isFalse();
    assertThat(patch.isNamed(packaging("6.6-1.custom", "Release: 1\n"))).isTrue();
  }
}
