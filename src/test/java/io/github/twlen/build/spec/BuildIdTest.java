// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildIdTest {
  private static final BuildId ID = BuildId.ofSeconds(15);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%define buildid .neigh_confirm       | %define buildid .neigh_confirm.tw15",
        "  %global  buildid  12.A_B           |   %global  buildid  12.A_B.tw15",
        "%define buildid %{nil}               | %define buildid %{nil}.tw15",
        "%define buildid .%{?who}x            | %define buildid .%{?who}x.tw15",
        "#%define buildid .x                  | #%define buildid .x.tw15",
        "# %%%define buildid .x               | # %%%define buildid .x.tw15",
        "%define buildid .x.tw15              | %define buildid .x.tw15",
        "%define buildid %{?buildid}.x        | %define buildid %{?buildid}.x",
      })
  void extendsDefinitionInSpec(String preset, String edited) {
    SpecFile spec = ID.in(spec(preset));
    assertThat(line(spec)).isEqualTo(edited);
    assertThat(ID.define(spec)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# % define buildid .local",
        "# define buildid .local",
        "#define buildid .",
        "#global buildid .local",
        "# %%define buildid .local",
        "%dnl %define buildid .local",
        "%{!?buildid:%define buildid .local}",
        "%if 0\n%define buildid .x\n%endif",
        "%define buildids .x",
        "%global with_buildid 1"
      })
  void ignoresInactiveDefinition(String comment) {
    SpecFile spec = spec(comment);
    assertThat(ID.in(spec).bytes()).isEqualTo(spec.bytes());
    assertThat(ID.define(spec)).containsExactly("--define", "buildid .tw15");
  }

  /** rpm reads the whole line as the value. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "%global buildid .mine # a comment",
        "%define buildid .%(date +%%Y)",
        "%{?with_x:%define buildid .x}",
        "%{expand:%global buildid .x}",
        "%define buildid \\\n.x",
        "%define set_it() \\\n%define buildid .x \\\n%{nil}",
        "%define buildid {.x}",
        "%undefine buildid"
      })
  void rejectsDefinitionThatCannotBeExtended(String preset) {
    assertThatThrownBy(() -> ID.in(spec(preset)))
        .isInstanceOf(SpecFailure.class)
        .hasMessageMatching("kernel\\.spec:\\d: .*buildid.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%{?buildid}", "%{buildid}", "%buildid", "%?buildid", "%{?buildid:.%{buildid}}"})
  void acceptsSpellingsInRelease(String use) {
    SpecFile spec = bytes("Release: 1" + use + "\n");
    assertThat(ID.in(spec)).isSameAs(spec);
  }

  @Test
  void rejectsUnusedBuildid() {
    assertThatThrownBy(() -> ID.in(bytes("%define buildid .x\nRelease: 1\n")))
        .hasMessageContaining("does not use %{?buildid}");
    assertThatThrownBy(() -> ID.in(bytes("%{!?buildid:%define buildid .x}\nRelease: 1\n")))
        .hasMessageContaining("does not use %{?buildid}");
  }

  private static String line(SpecFile spec) {
    return spec.lines().findFirst().orElseThrow().text();
  }

  private static SpecFile spec(String preset) {
    return bytes(preset + "\nRelease: 1%{?buildid}%{?dist}\n%prep\n");
  }

  private static SpecFile bytes(String text) {
    return SpecFile.of("kernel.spec", text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
