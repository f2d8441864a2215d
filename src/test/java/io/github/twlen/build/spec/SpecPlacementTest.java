// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.build.spec.naming.SpecNaming;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecPlacementTest {
  private static final byte[] PATCH = "a line\n".repeat(10).getBytes(StandardCharsets.US_ASCII);
  private static final List<String> DEFINE = List.of("--define", "buildid .tw15");

  /** The idiom of el6 to el10: an empty placeholder patch, declared and applied. */
  private static final String VENDOR =
      """
      # % define buildid .local
      Name: kernel
      Release: 1%{?dist}%{?buildid}
      Source0: linux-3.10.tar.xz
      %if !%{nopatches}
      Patch1: patch-3.10-redhat.patch
      %endif
      Patch999999: linux-kernel-test.patch
      %prep
      ApplyOptionalPatch()
      {
        patch -p1 -F1 -s
      }
      %setup -q -n kernel-3.10 -c
      cd linux-3.10
      ApplyOptionalPatch linux-kernel-test.patch
      %build
      make
      %changelog
      - %define buildid .old
      """;

  private static final String PLAIN =
      """
      Name: kernel
      Release: 1%{?buildid}
      Source0: linux-3.10.tar.xz
      PATCHES
      %prep
      APPLY
      %build
      """;

  @Test
  void usesPlaceholderWithoutEditingSpec() {
    SpecChange change = place(VENDOR);
    assertThat(change.editsSpec()).isFalse();
    assertThat(change.file()).isEqualTo("linux-kernel-test.patch");
    assertThat(change.overwrites()).isTrue();
    assertThat(change.how().toString()).contains("line 8 declares").contains("line 16 applies");
    assertThat(change.define()).isEqualTo(DEFINE);
  }

  @Test
  void rejectsPlaceholderThatNothingApplies() {
    assertRefused(
        VENDOR.replace("ApplyOptionalPatch linux", "# ApplyOptionalPatch linux"),
        "kernel.spec:8: nothing in %prep applies linux-kernel-test.patch");
    assertRefused(
        VENDOR.replace(
            "ApplyOptionalPatch linux-kernel-test.patch",
            "%if 0\nApplyOptionalPatch linux-kernel-test.patch\n%endif"),
        "kernel.spec:8: nothing in %prep applies");
  }

  @Test
  void rejectsPatchThatSpecWouldSkip() {
    byte[] nine = "a line\n".repeat(9).getBytes(StandardCharsets.US_ASCII);
    SpecFile spec = spec(VENDOR);
    assertThatThrownBy(() -> new SpecPlacement(spec, Map.of(), "", ".tw15", nine).call())
        .isInstanceOf(SpecFailure.class)
        .hasMessageContaining("kernel.spec:16: the patch has 9 lines");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%patch7 -p1                     | %patch8 -p1",
        "%patch7 -p1 -F0 -b .orig        | %patch8 -p1 -F0 -b .orig",
        "%patch -P 7 -p1                 | %patch -P 8 -p1",
        "%patch -P7 -p1                  | %patch -P 8 -p1",
        "%patch -p1 -P 7                 | %patch -P 8 -p1",
        "ApplyPatch one.patch            | ApplyPatch twlen-tcp-timewait-len.patch",
        "ApplyOptionalPatch one.patch -R | ApplyPatch twlen-tcp-timewait-len.patch"
      })
  void appliesPatchLikeOthers(String other, String own) {
    String text =
        plain("Patch7: one.patch", "%setup -q\n" + other + "\n%if 1\n" + other + "\n%endif");
    SpecChange change = place(text);
    assertThat(added(text, change)).containsExactly("Patch8: twlen-tcp-timewait-len.patch", own);
    // After the last one, outside its condition.
    assertThat(lines(change)).containsSubsequence("%endif", own, "%build");
    assertThat(change.overwrites()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%autosetup -p1 -n linux-3.10",
        "%setup -q\n%autopatch -p1",
        "%autosetup -N\n%autopatch -p1",
        "%setup -q\ngit init\ngit am %{patches}",
        "%setup -q\ngit apply --index %{patches}"
      })
  void declaresPatchForBulkApplication(String apply) {
    String text = plain("Patch: one.patch\nPatch: two.patch", apply);
    assertThat(added(text, place(text))).containsExactly("Patch2: twlen-tcp-timewait-len.patch");
  }

  @ParameterizedTest
  @CsvSource({
    "%setup -q -n linux-3.10, %setup -q -n linux-3.10",
    "%setup -q -n k -c;pushd linux-3.10, pushd linux-3.10",
    "%setup -q -n k -c;mv linux-3.10 linux-k;cd linux-k;echo done, cd linux-k"
  })
  void patchesAfterEnteringTree(String apply, String anchor) {
    String text = plain("# none", apply.replace(';', '\n'));
    SpecChange change = place(text);
    assertThat(added(text, change))
        .containsExactly("Patch1: twlen-tcp-timewait-len.patch", "patch -p1 -F1 -s < %{PATCH1}");
    assertThat(lines(change)).containsSubsequence(anchor, "patch -p1 -F1 -s < %{PATCH1}");
  }

  @Test
  void rejectsUnknownTreeDirectory() {
    assertRefused(
        plain("# none", "%setup -q -n k -c"),
        "kernel.spec:6: no cd into the tree after this line: %setup -q -n k -c");
    assertRefused(plain("# none", "tar xf %{SOURCE0}"), "no cd into the tree after this line");
    assertRefused(plain("# none", "make"), "has no %setup");
  }

  @ParameterizedTest
  @CsvSource({
    "%define buildid .mine,      %define buildid .mine.tw15",
    "%global buildid 1.mine_,     %global buildid 1.mine_.tw15",
    "%define buildid .%{?mine},  %define buildid .%{?mine}.tw15",
    "#%define buildid .mine,     #%define buildid .mine.tw15"
  })
  void editsBuildidThatSpecSets(String preset, String edited) {
    String text = VENDOR.replace("# % define buildid .local", preset);
    SpecChange change = place(text);
    assertThat(lines(change)).contains(edited);
    assertThat(change.define()).isEmpty();
    assertThat(place(new String(change.after().bytes(), StandardCharsets.ISO_8859_1)).editsSpec())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# define buildid .local",
        "#% define buildid .local",
        "# %%define buildid .local",
        "%{!?buildid: %define buildid .local}"
      })
  void ignoresInactiveBuildid(String comment) {
    SpecChange change = place(VENDOR.replace("# % define buildid .local", comment));
    assertThat(change.editsSpec()).isFalse();
    assertThat(change.define()).isEqualTo(DEFINE);
  }

  @Test
  void editsConditionalBuildids() {
    String cases = "%if %{with_a}\n%define buildid .a\n%else\n%define buildid .b\n%endif";
    SpecChange change = place(VENDOR.replace("# % define buildid .local", cases));
    assertThat(lines(change)).contains("%define buildid .a.tw15", "%define buildid .b.tw15");
    assertThat(change.define()).isEqualTo(DEFINE);
  }

  private static void assertRefused(String text, String why) {
    assertThatThrownBy(() -> place(text))
        .isInstanceOfSatisfying(SpecFailure.class, f -> assertThat(f.remedy()).isNotBlank())
        .hasMessageContaining(why);
  }

  private static String plain(String patches, String apply) {
    return PLAIN.replace("PATCHES", patches).replace("APPLY", apply);
  }

  /** rpmbuild gets no --define for a patched source package. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void definesBuildidInStandaloneSpec(String end) {
    String text = VENDOR.strip().replace("\n", end) + " \u00fc\u0001";
    SpecChange change = place(text);
    byte[] alone = change.standalone().bytes();
    assertThat(new String(alone, StandardCharsets.ISO_8859_1))
        .isEqualTo("%global buildid .tw15" + end + text);
  }

  @Test
  void addsNoSecondBuildid() {
    SpecChange change = place(VENDOR.replace("# % define", "%define"));
    assertThat(change.standalone().bytes()).isEqualTo(change.after().bytes());
    assertThat(change.buildId()).isEqualTo(".tw15");
  }

  private static SpecChange place(String text) {
    return SpecNaming.named(
        new SpecPlacement(spec(text), Map.of("linux-kernel-test.patch", 0L), "", ".tw15", PATCH)
            .call());
  }

  private static SpecFile spec(String text) {
    return SpecFile.of("kernel.spec", text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<String> lines(SpecChange change) {
    return change.after().lines().map(SpecLine::text).toList();
  }

  private static List<String> added(String before, SpecChange change) {
    List<String> old = Arrays.asList(before.split("\n", -1));
    return lines(change).stream().filter(l -> !old.contains(l)).collect(Collectors.toList());
  }
}
