// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.JsonSchema;
import io.github.twlen.Message;
import io.github.twlen.rebuild.outdated.Freshness;
import io.github.twlen.rebuild.outdated.KernelName;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Compares the answer of {@code twlen outdated --json}, its schema and the page. */
class OutdatedSchemaTest {
  private static final JsonSchema SCHEMA =
      JsonSchema.of(OutdatedView.class, "outdated.schema.json", "## Outdated");

  private static OutdatedView sample(String state, boolean full) {
    return new OutdatedView(
        1,
        "this host",
        "6.1.192-tw15",
        full ? "tw15" : null,
        "6.1.192-2",
        full,
        "6.1.192-3",
        "linux-source-6.1",
        "apt of this host",
        state,
        full ? Boolean.TRUE : null,
        full ? "older" : null,
        full ? "rebuild" : null,
        full ? 13 : 0);
  }

  @Test
  void hasTheKeysOfTheAnswers() throws Exception {
    SCHEMA.hasTheKeysOf(Json.text(sample("outdated", true)), Json.text(sample("current", false)));
  }

  @Test
  void printsOneLineInTheLanguageOfTheReader() {
    Freshness found =
        new Freshness(
            "this host",
            KernelName.of("6.18.44-custom", "", ""),
            new Freshness.VendorKernel("6.1.192-3", "l", Message.verbatim("apt")),
            Freshness.State.OTHER_SERIES,
            Freshness.Patch.NOT_CHECKED,
            "");
    assertThat(OutdatedView.line(found, Locale.ROOT))
        .isEqualTo(
            "unknown: 6.18.44-custom (this host); newest 6.1.192-3 (apt: l);"
                + " not a twlen kernel\n");
    assertThat(OutdatedView.line(found, Locale.JAPANESE))
        .startsWith("不明: 6.18.44-custom（このホスト）、最新 6.1.192-3");
  }

  @Test
  void rejectsUnknownStates() {
    assertThat(SCHEMA.violations(Json.text(sample("perhaps", true)))).hasSize(1);
  }
}
