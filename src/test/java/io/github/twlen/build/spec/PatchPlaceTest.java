// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The patch goes into the kernel's tree, not into another one of the package. */
class PatchPlaceTest {
  private static final byte[] PATCH = "a line\n".repeat(10).getBytes(StandardCharsets.US_ASCII);
  private static final String OWN = "twlen-tcp-timewait-len.patch";
  private static final String DECLARED = "Patch1: a\nPatch2: b\nPatch100: tool";

  /** %prep, the line above the application, and the application. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%setup -n k;%patch1 -p1;pushd ../t;%patch100 -p1;popd | %patch1 -p1 | %patch101 -p1",
        "%setup -n k;%patch1 -p1;(cd ../t && patch -p1 <%{PATCH100}) | %patch1 -p1 | %patch101 -p1",
        "%setup -n k;%patch1 -p1;pushd ../t; %patch100 -p1; popd | %patch1 -p1 | %patch101 -p1",
        "%setup -n k;%patch1 -p1;%setup -T -b 1 -n t;%patch100 -p1 | %patch1 -p1 | %patch101 -p1",
        "%setup -n k;%patch1 -p1;cd ../t;%patch100 -p1;cd -;%patch2 -p1 | %patch2 -p1"
            + " | %patch101 -p1",
        "%setup -n k;d=$(pwd);%patch1 -p1;cd ../t;%patch100 -p1;cd $d;%patch2 -p1 | %patch2 -p1"
            + " | %patch101 -p1",
        "%setup -n k;%autopatch -p1 -m1 -M9;pushd ../t;%autopatch -p1 -m100 -M100;popd"
            + " | %autopatch -p1 -m1 -M9 | %patch -P 101 -p1",
        "%setup -c -n c -a 1;cd linux-3;%patch1 -p1;cd ../t;%patch100 -p1 | %patch1 -p1"
            + " | %patch101 -p1",
        "%setup -c -n c -a 1;patch -p1 -d linux-3 <a;patch -p1 -d t <b | patch -p1 -d linux-3 <a"
            + " | patch -p1 -F1 -s -d linux-3 < %{PATCH101}",
        "%setup -n k;for p in $(cat series);do patch -p1 <$p;done;cd .. | done"
            + " | patch -p1 -F1 -s < %{PATCH101}",
        "%setup -n k;while read p;do;patch -p1 <$p;done <series;make | done <series"
            + " | patch -p1 -F1 -s < %{PATCH101}",
        "%setup -n k;quilt push -a;pushd ../t;quilt push -a;popd | quilt push -a"
            + " | patch -p1 -F1 -s < %{PATCH101}",
        "f() {;patch -p1 <$1;};%setup -n k;f a;cd ../t;f b | f a | patch -p1 -F1 -s < %{PATCH101}",
        "%setup -n k;cd ../t;make;cd ../k | %setup -n k | patch -p1 -F1 -s < %{PATCH101}",
        "ApplyPatch() {;x;};%setup -n k;ApplyPatch a;cd ../t;ApplyPatch b | ApplyPatch a"
            + " | ApplyPatch twlen-tcp-timewait-len.patch",
      })
  void staysInTree(String prep, String above, String applied) {
    List<String> lines = lines(prep);
    assertThat(lines).contains("Patch101: " + OWN);
    assertThat(lines.get(lines.indexOf(applied) - 1)).isEqualTo(above);
  }

  /** The number decides which line of a bulk application takes the patch. */
  @Test
  void keepsOutOfRangeOfOtherTree() {
    List<String> lines =
        lines("%setup -n k;%autopatch -p1 -M 99;pushd ../t;%autopatch -p1 -m 100;popd");
    assertThat(lines).contains("Patch3: " + OWN).noneMatch(line -> line.startsWith("%patch"));
  }

  /** A command that applies all patches, but not as this one needs it, leaves sources out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%setup -n k;cd ../t;%autopatch -p1 | %setup -n k",
        "%autosetup -n k | %autosetup -n k",
        "%autosetup -n k -p0 | %autosetup -n k -p0",
        "%autosetup -S gendiff -n k | %autosetup -S gendiff -n k",
        "%setup -n k;%autopatch -v | %autopatch -v",
        "%setup -n k;for p in %{patches};do patch -Np0 <$p;done | done",
        "%setup -n k;if test -e a;then %autopatch -p1;fi | fi",
      })
  void isSourceWhereAllPatchesAreAppliedInAnotherWay(String prep, String above) {
    List<String> lines = lines(prep);
    assertThat(lines).containsSubsequence("Source0: x", "Source1: " + OWN, "%prep");
    assertThat(lines.get(lines.indexOf("patch -p1 -F1 -s < %{SOURCE1}") - 1)).isEqualTo(above);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%autosetup -n k -p1",
        "%autosetup -n k -p 1",
        "%autosetup -n k -S git",
        "%autosetup -n k -N -S git_am;%autopatch",
        "%setup -n k;for p in %{patches};do patch -Np1 <$p;done",
      })
  void leavesPatchToCommandThatStripsOneDirectory(String prep) {
    List<String> lines = lines(prep);
    assertThat(lines).contains("Patch101: " + OWN).noneMatch(line -> line.contains("SOURCE1"));
  }

  @Test
  void rejectsPatternOfFilesInOtherTree() {
    assertThatThrownBy(
            () -> lines("%setup -n k;cd ../t;for p in %{_sourcedir}/*.patch;do patch <$p;done"))
        .hasMessageContaining("this line would also apply a patch of the kernel");
  }

  @Test
  void namesSectionWithoutSetup() {
    assertThatThrownBy(() -> lines("git clone x"))
        .hasMessageContaining("kernel.spec:6: this section applies no patch and has no %setup");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patch1: %s\n%%prep\n%%autosetup -p1\n",
        "Source9: %s\n%%prep\n%%autosetup -n k\npatch -p1 -F1 -s < %%{SOURCE9}\n",
      })
  void replacesPatchOfTwlen(String lines) {
    SpecChange change = place("Name: k\nRelease: 1\nSource0: x\n" + lines.formatted(OWN));
    assertThat(change.editsSpec()).isFalse();
    assertThat(change.file()).isEqualTo(OWN);
  }

  private static List<String> lines(String prep) {
    String text = "Name: k\nSource0: x\n" + DECLARED + "\n%prep\n" + prep.replace(';', '\n');
    return place(text).after().lines().map(line -> line.text().strip()).toList();
  }

  private static SpecChange place(String text) {
    SpecFile spec = SpecFile.of("kernel.spec", text.getBytes(StandardCharsets.ISO_8859_1));
    return new SpecPlacement(spec, Map.of(), "", ".tw15", PATCH).call();
  }
}
