// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.naming;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.build.spec.SpecFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecNamingTest {
  private static final BuildId ID = BuildId.ofSeconds(15);
  private static final String[] DEFINE = {"--define", "buildid .tw15"};

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
    SpecNaming.Named named = naming(preset).assumed();
    assertThat(line(named.spec(), 0)).isEqualTo(edited);
    assertThat(named.define()).isEmpty();
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
    SpecNaming.Named named = new SpecNaming(spec, ID).assumed();
    assertThat(named.spec().bytes()).isEqualTo(spec.bytes());
    assertThat(named.define()).containsExactly(DEFINE);
  }

  @Test
  void offersTheStockReleaseForSources() {
    SpecFile spec =
        SpecFile.of(
            "kernel.spec",
            """
            Name: kernel
            Version: 3.10.71
            Release: 367.5
            Source0: linux-%{version}-%{release}.tar.bz2
            %prep
            %setup -q -n linux-%{version}-%{release}
            echo %{release}
            """
                .getBytes(StandardCharsets.US_ASCII));
    assertThat(
            new SpecNaming(spec, ID)
                .candidates("", "367.5")
                .map(named -> new String(named.spec().bytes(), StandardCharsets.US_ASCII)))
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains(
                        "Release: 367.5.tw15\n",
                        "Source0: linux-%{version}-367.5.tar.bz2\n",
                        "-n linux-%{version}-367.5\n",
                        "echo %{release}\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%{?buildid}", "%{buildid}", "%buildid", "%?buildid", "%{?buildid:.%{buildid}}"})
  void acceptsSpellingsOfBuildid(String use) {
    SpecNaming.Named named = new SpecNaming(bytes("Release: 1" + use + "\n"), ID).assumed();
    assertThat(named.define()).containsExactly(DEFINE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Release: 1%{?dist}       | Release: 1.tw15%{?dist}",
        "Release: 1%{dist}        | Release: 1.tw15%{dist}",
        "Release: 1%dist          | Release: 1.tw15%dist",
        "release : 1%{?dist}      | release : 1.tw15%{?dist}",
        "Release: 1%{?dist}.2     | Release: 1%{?dist}.2.tw15",
        "Release: %{rel}%{?dist}  | Release: %{rel}.tw15%{?dist}",
        "Release: 7               | Release: 7.tw15",
      })
  void writesIdIntoRelease(String release, String edited) {
    SpecFile spec = bytes("Name: kernel\n" + release + "\n%package x\nRelease: 9\n");
    SpecNaming.Named named = new SpecNaming(spec, ID).assumed();
    assertThat(line(named.spec(), 1)).isEqualTo(edited);
    assertThat(line(named.spec(), 3)).isEqualTo("Release: 9");
    assertThat(named.define()).isEmpty();
  }

  @Test
  void keepsSpacesAfterRelease() {
    SpecFile spec = bytes("Release:\t1%{?dist}\t \r\n");
    assertThat(new SpecNaming(spec, ID).assumed().spec().bytes())
        .isEqualTo("Release:\t1.tw15%{?dist}\t \r\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The least invasive edit is the first. */
  @Test
  void ordersEdits() {
    SpecFile spec = bytes("%define rel 3%{?dist}\nRelease: %{rel}%{?buildid}\n");
    List<SpecNaming.Named> all = new SpecNaming(spec, ID).candidates(".el9", "3.el9").toList();
    assertThat(all.get(0).define()).containsExactly(DEFINE);
    assertThat(all.stream().skip(1).map(edit -> text(edit.spec())))
        .containsExactly(
            "%define rel 3%{?dist}\n%global buildid .tw15\nRelease: %{rel}%{?buildid}\n",
            "%define rel 3.tw15%{?dist}\nRelease: %{rel}%{?buildid}\n",
            "%define rel 3%{?dist}.tw15\nRelease: %{rel}%{?buildid}\n",
            "%define rel 3%{?dist}\nRelease: %{rel}%{?buildid}.tw15\n",
            "%define rel 3%{?dist}\nRelease: 3.tw15.el9\n",
            "%define rel 3%{?dist}\nRelease: 3.el9.tw15\n");
  }

  @Test
  void extendsMacroInAllBranches() {
    SpecFile spec =
        bytes(
            "%if 0%{?x}\n%global rel 1.x\n%else\n%global rel 1\n%endif\nRelease: %{rel}%{?dist}\n");
    assertThat(new SpecNaming(spec, ID).candidates("", "1").findFirst().map(e -> text(e.spec())))
        .hasValue(
            "%if 0%{?x}\n%global rel 1.x\n%else\n%global rel 1\n%endif\nRelease: %{rel}%{?dist}\n"
                .replace("rel 1.x", "rel 1.x.tw15")
                .replace("rel 1\n", "rel 1.tw15\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "1.el9.tw15,      1.el9,      true",
    "1.tw15.el9,      1.el9,      true",
    "1.tw15.tw15.el9, 1.el9,      false",
    "1.tw15,          1.el9,      false",
    "1.tw15.tw15,     1.tw15,     true",
    "1.el9,           1.el9,      false"
  })
  void recognizesIdOnce(String release, String stock, boolean once) {
    assertThat(ID.isOnceIn(release, stock)).isEqualTo(once);
  }

  private static SpecNaming naming(String preset) {
    return new SpecNaming(spec(preset), ID);
  }

  private static String line(SpecFile spec, int index) {
    return spec.lines().toList().get(index).text();
  }

  private static String text(SpecFile spec) {
    return new String(spec.bytes(), StandardCharsets.ISO_8859_1);
  }

  private static SpecFile spec(String preset) {
    return bytes(preset + "\nRelease: 1%{?buildid}%{?dist}\n%prep\n");
  }

  private static SpecFile bytes(String text) {
    return SpecFile.of("kernel.spec", text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
