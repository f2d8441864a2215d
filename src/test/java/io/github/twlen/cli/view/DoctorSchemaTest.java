// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.JsonSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares a diagnosis, its schema and the page. */
class DoctorSchemaTest {
  private static final JsonSchema SCHEMA =
      JsonSchema.of(DoctorJson.class, "doctor.schema.json", "## Doctor");

  private static DoctorJson sample(boolean full) {
    return new DoctorJson(
        full,
        List.of("make"),
        "debian-6.1",
        full ? "6.1" : null,
        "qemu",
        "host",
        List.of(
            new DoctorJson.ToolJson(
                "make", "builds", true, "/usr/bin/make", "4.3", null, null, "enough", "m", "m")),
        List.of(new DoctorJson.DiskJson(List.of("cache"), 1, 2, 1, true, List.of(), false)),
        new DoctorJson.MemoryJson(full ? 1L : null, null, 512, 0),
        2,
        2,
        full ? new DoctorJson.KvmJson("works", "KVM works", "") : null,
        full ? new DoctorJson.CacheJson("/ccache", null, 0L) : null,
        full
            ? new DoctorJson.FarmJson(
                "distcc", true, List.of(new DoctorJson.HostJson("a", "answers", "")))
            : null,
        List.of(new DoctorJson.FindingJson("memory", "fine", "enough", "")),
        new DoctorJson.InstallJson(full ? "apt" : null, "", "", "", ""));
  }

  @Test
  void hasTheKeysOfTheDiagnoses() throws Exception {
    SCHEMA.hasTheKeysOf(Json.text(sample(true)), Json.text(sample(false)));
  }

  @Test
  void rejectsUnknownStates() {
    String json = Json.text(sample(true)).replace("\"enough\",\n", "\"perhaps\",\n");
    assertThat(SCHEMA.violations(json)).hasSize(1);
  }
}
