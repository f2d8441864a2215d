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

/** Idioms in which a patch could be skipped, reversed or misplaced. */
class SpecIdiomsTest {
  private static final byte[] PATCH = "a line\n".repeat(10).getBytes(StandardCharsets.US_ASCII);
  private static final String OWN = "twlen-tcp-timewait-len.patch";
  private static final String SLOT = "linux-kernel-test.patch";

  /** The added application, and the line before it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Options that reverse or move the patch are dropped.
        "%patch7 -p1 -R                  | %patch8 -p1",
        "%patch7 -p1 -b .old %BAR%%BAR% true | %patch8 -p1 -b .old",
        "%patch7                         | %patch8 -p1",
        "%patch 7 -p1                    | %patch -P 8 -p1",
        "%{patch7} -p1                   | %patch8 -p1",
        "%patch -P1 -P 7 -p1 -F 2        | %patch -P 8 -p1 -F 2",
        "patch -p1 < %{PATCH7}           | patch -p1 -F1 -s < %{PATCH8}",
        "patch -p1 -s < $RPM_SOURCE_DIR/one.patch | patch -p1 -F1 -s < %{PATCH8}",
        "xzcat %{SOURCE1} %BAR% patch -p1 -s      | patch -p1 -F1 -s < %{PATCH8}",
        "git am %{PATCH7}                | patch -p1 -F1 -s < %{PATCH8}",
        "git --work-tree=. apply %{P:7}  | patch -p1 -F1 -s < %{PATCH8}",
        "%autopatch -p1 -m 1 -M 7        | %patch -P 8 -p1",
        "%autopatch -p 1 7               | %patch -P 8 -p1",
        "ApplyOptionalPatch() {;};ApplyOptionalPatch one.patch | ApplyOptionalPatch"
            + " twlen-tcp-timewait-len.patch",
      })
  void appliesPatchAfterLast(String apply, String own) {
    String text = spec("Patch7: one.patch", "%setup -q\n" + shell(apply));
    SpecChange change = place(text);
    assertThat(added(text, change)).containsExactly("Patch8: " + OWN, own);
  }

  private static String shell(String apply) {
    return apply.replace("%BAR%", "|").replace(";", "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%autosetup -p1 -S git_am",
        "%autosetup -N\n%autopatch -p1",
        "%autosetup -N\n%autopatch -p 1",
        "%setup -q\nfor p in %{patches}; do\n  patch -p1 < $p\ndone",
        "%setup -q\nfor p in %{patches}; do patch -p1 < $p; done",
        "%setup -q\ngit am %patches",
        "if [ ! -d linux-3.10 ]; then\n  %setup -q\nfi\ngit am %{patches}",
        "%if 0%{?with_git}\ngit init\n%endif\n%setup -q\ngit am %{patches}"
      })
  void declaresPatchForBulkApplication(String apply) {
    String text = spec("Patch7: one.patch", apply);
    assertThat(added(text, place(text))).containsExactly("Patch8: " + OWN);
  }

  @Test
  void ignoresLoopThatOnlyChecksFiles() {
    String look = "for p in %{patches}; do\n  if [ ! -f $p ]; then exit 1; fi\ndone\n";
    String text = spec("Patch7: one.patch", look + "%setup -q\n%patch7 -p1");
    assertThat(added(text, place(text))).containsExactly("Patch8: " + OWN, "%patch8 -p1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%setup -q\nquilt import %{patches}",
        "%setup -q -c -n k\ncat <<EOF\ncd linux-3.10\nEOF",
        "%setup -q -c -n k\ncd $tree",
        "%setup -q -c -n k\nif true; then\n  cd linux-3.10\nfi",
        "%setup -q -c -n k\nenter() {\n  cd linux-3.10\n}",
        "%setup -q -c -n k\ncd linux-3.10/tools",
        "%setup -q\n%if %{with_x}\n%patch7 -p1\ncd ..\n%endif",
        "%setup -q\n%if %{with_x}\n%patch7 -p1",
        "%autosetup -c -n k -p1"
      })
  void rejectsUncertainPlaceWithLine(String apply) {
    assertThatThrownBy(() -> place(spec("Patch7: one.patch", apply)))
        .isInstanceOf(SpecFailure.class)
        .hasMessageMatching("kernel\\.spec:\\d+: .+: .+");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Shell conditions, loops, functions and here-documents may not run.
        "%patch7 -p1;if true; then;%patch7 -p1;fi            | fi",
        "%patch7 -p1;for i in a b;do;%patch7 -p1;done        | done",
        "%patch7 -p1;x();{;%patch7 -p1;};y                   | %patch7 -p1",
        "%patch7 -p1;cat <<'END' > f;%patch7 -p1;END         | %patch7 -p1",
        "%patch7 -p1;case x in;*.bz2) %BAR% ;;;*);%patch7 -p1;esac | esac",
        "%patch7 -p1;echo 'it;%patch7 -p1;'                  | %patch7 -p1",
        "%patch7 -p1;# don't;echo $#                         | %patch7 -p1",
      })
  void followsLineThatAlwaysRuns(String apply, String before) {
    String text = spec("Patch7: one.patch", "%setup -q\n" + shell(apply));
    List<String> lines = lines(place(text));
    assertThat(lines.indexOf("%patch8 -p1")).isEqualTo(lines.indexOf(before) + 1);
  }

  /** A line added after a continued line would become part of it. */
  @Test
  void keepsContinuedLinesTogether() {
    String text =
        spec("Patch7: one.patch", "%setup -q\n%patch7 -p1 \\\n  -b .orig\n%{log \\\n  done}\nx");
    assertThat(lines(place(text)))
        .containsSubsequence("  -b .orig", "%patch8 -p1 -b .orig", "%{log \\");
    String wrapped = spec("Patch7: one.patch", "%setup -q -n %{expand:\n  linux\n}\nmake");
    assertThat(lines(place(wrapped))).containsSubsequence("}", "patch -p1 -F1 -s < %{PATCH8}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // rpm does not read these declarations.
        "Patch7: a;%if 0;Patch9: b;%endif                            | Patch8",
        "Patch7: a;%if 1;%else;Patch9: b;%endif                      | Patch8",
        "%define nopatches 1;Patch7: a;%if !%{nopatches};Patch9: b;%endif | Patch8",
        "%global nopatches 0;Patch7: a;%if !%{nopatches};Patch9: b;%endif | Patch10",
        "Patch7: a;%if !%{nopatches};Patch9: b;%endif                | Patch10",
        "Patch7: a;%description;Patch9: b                            | Patch8",
        "Patch7: a;%define more() \\;Patch9: b \\;%{nil}             | Patch8",
        "%define x() \\;%description devel\\;%{nil};Patch9: b        | Patch10",
        "Patch7: a;%dnl Patch9: b                                    | Patch8",
        "Patch7: a;%package tools;Patch9: b                          | Patch10",
        "Patch7: a;Patch: b                                          | Patch9",
        "Patch999999: a                                              | Patch1000000",
      })
  void ignoresDeadDeclarations(String declared, String number) {
    String text = spec(declared.replace(";", "\n"), "%setup -q");
    assertThat(added(text, place(text))).contains(number + ": " + OWN);
  }

  @Test
  void appendsToPatchlist() {
    String text = spec("# none", "%autosetup -p1") + "%patchlist\none.patch\n# no\ntwo.patch\n\n";
    assertThat(lines(place(text))).containsSubsequence("two.patch", OWN, "");
    assertThat(added(text, place(text))).containsExactly(OWN);
  }

  @Test
  void rejectsConditionAcrossSections() {
    assertThatThrownBy(
            () ->
                place(spec("%if %{x}\nPatch1: a\n%description\n%endif", "%setup -q\n%patch1 -p1")))
        .hasMessageContaining("does not end in its section: Patch1: a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%patch999999 -p1",
        "%patch -P 999999 -p1",
        "%patch 999999 -p1",
        "%autosetup -p1",
        "git am %{patches}",
        "patch -p1 < %{PATCH999999}",
        "patch -p1 -s < $RPM_SOURCE_DIR/linux-kernel-test.patch",
        "git apply %{P:999999}",
        "  ApplyPatch linux-kernel-test.patch",
        "%if %([ -s %{PATCH999999} ] && echo 1 || echo 0)\n%patch999999 -p1\n%endif"
      })
  void findsApplicationOfPlaceholder(String apply) {
    SpecChange change = place(spec("Patch999999: " + SLOT, "%setup -q\n" + apply));
    assertThat(change.editsSpec()).isFalse();
    assertThat(change.how().toString()).contains("applies it");
  }

  @Test
  void rejectsPlaceholderInShellCondition() {
    String apply = "if [ -e x ]; then\n  ApplyOptionalPatch linux-kernel-test.patch\nfi";
    assertThatThrownBy(() -> place(spec("Patch9: " + SLOT, "%setup -q\n" + apply)))
        .hasMessageContaining("shell condition")
        .hasMessageContaining("ApplyOptionalPatch linux-kernel-test.patch");
    String function = "x()\n{\n  ApplyOptionalPatch linux-kernel-test.patch\n}";
    assertThatThrownBy(() -> place(spec("Patch9: " + SLOT, "%setup -q\n" + function)))
        .isInstanceOf(SpecFailure.class);
  }

  /** A real spec of el7 has a patch in the placeholder. */
  @Test
  void keepsPatchInPlaceholder() {
    String text =
        spec("Patch7: " + SLOT, "%setup -q\nApplyOptionalPatch() {\n}\nApplyPatch()\n{\n}\n")
            .replace("%build", "ApplyOptionalPatch " + SLOT + "\n%build");
    SpecFile spec = SpecFile.of("kernel.spec", text.getBytes(StandardCharsets.ISO_8859_1));
    SpecChange change =
        SpecNaming.named(new SpecPlacement(spec, Map.of(SLOT, 19137L), "", ".tw15", PATCH).call());
    assertThat(added(text, change)).containsExactly("Patch8: " + OWN, "ApplyPatch " + OWN);
    assertThat(change.overwrites()).isFalse();
    SpecChange empty =
        SpecNaming.named(new SpecPlacement(spec, Map.of(SLOT, 1L), "", ".tw15", PATCH).call());
    assertThat(empty.file()).isEqualTo(SLOT);
  }

  private static String spec(String patches, String apply) {
    return "Name: kernel\nRelease: 1%{?buildid}\nSource0: linux-3.10.tar.xz\n"
        + patches
        + "\n%prep\n"
        + apply
        + "\n%build\nmake\n";
  }

  private static SpecChange place(String text) {
    SpecFile spec = SpecFile.of("kernel.spec", text.getBytes(StandardCharsets.ISO_8859_1));
    return SpecNaming.named(new SpecPlacement(spec, Map.of(), "", ".tw15", PATCH).call());
  }

  private static List<String> lines(SpecChange change) {
    return change.after().lines().map(SpecLine::text).toList();
  }

  private static List<String> added(String before, SpecChange change) {
    List<String> old = Arrays.asList(before.split("\n", -1));
    return lines(change).stream().filter(l -> !old.contains(l)).collect(Collectors.toList());
  }
}
