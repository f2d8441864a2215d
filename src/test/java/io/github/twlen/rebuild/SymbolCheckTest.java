// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.SymbolVersions;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.Check.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SymbolCheckTest {
  private static final Map<String, String> STOCK = Map.of("a", "1", "b", "2", "c", "3", "d", "4");

  private static final Map<String, String> RETYPED = Map.of("a", "9", "b", "9", "c", "9", "e", "5");

  @Test
  void passesIfAllVersionsRemain() {
    Check check = check(STOCK, STOCK, true);
    assertThat(check.status()).isEqualTo(Status.PASS);
    assertThat(check.detail().toString()).startsWith("the 4 symbols");
  }

  @Test
  void namesSomeOfTheChangedOnes() {
    Check check = check(STOCK, RETYPED, false);
    assertThat(check.status()).isEqualTo(Status.PASS);
    assertThat(check.detail().toString()).startsWith("4 of 4").contains(" a, b, c;");
  }

  @Test
  void failsIfTheVendorPromisesThem() {
    assertThat(check(STOCK, RETYPED, true).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void isNotMadeWithoutVersions() {
    assertThat(SymbolCheck.make(Optional.empty(), kernel(STOCK, true)).status())
        .isEqualTo(Status.NOT_MADE);
    assertThat(check(Map.of(), STOCK, true).status()).isEqualTo(Status.NOT_MADE);
    assertThat(check(STOCK, Map.of(), true).detail().toString()).contains("CONFIG_MODVERSIONS");
  }

  private static Check check(
      Map<String, String> stock, Map<String, String> patched, boolean promised) {
    return SymbolCheck.make(Optional.of(kernel(stock, promised)), kernel(patched, promised));
  }

  private static BuiltKernel kernel(Map<String, String> versions, boolean promised) {
    return new BuiltKernel(
        "6.1.7",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        1,
        "",
        "",
        Message.verbatim(""),
        Optional.of(new SymbolVersions(new TreeMap<>(versions), promised))
            .filter(found -> !found.versions().isEmpty()),
        Optional.empty(),
        List.of(),
        List.of(),
        Duration.ZERO);
  }
}
