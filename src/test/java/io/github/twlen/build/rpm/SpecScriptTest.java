// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpecScriptTest {
  private static final String BAD_EXIT = "error: Bad exit status from /t/rpm-tmp.x (%prep)";

  private static SpecScript heard(String... lines) {
    SpecScript script = new SpecScript(List.of("sh: 1: nonsuch-python: not found"));
    List.of(lines).forEach(script);
    return script;
  }

  @Test
  void namesOutputOfLastCommand() {
    SpecScript script =
        heard(
            "sh: 1: nonsuch-python: not found",
            "Executing(%prep): /bin/bash -e /t/rpm-tmp.x",
            "+ grep x nowhere",
            "grep: nowhere: No such file or directory",
            "+ mkdir include",
            "mkdir: cannot create directory 'include': File exists",
            BAD_EXIT,
            "RPM build errors:",
            "    Bad exit status from /t/rpm-tmp.x (%prep)");
    assertThat(script.reason()).hasValue("mkdir: cannot create directory 'include': File exists");
  }

  /** The output of rpm's parser may come after the trace. */
  @Test
  void ignoresShellThatReadsSpec() {
    assertThat(
            heard(
                    "+ mkdir include",
                    "sh: line 1: another: command not found",
                    "mkdir: exists",
                    BAD_EXIT)
                .reason())
        .hasValue("mkdir: exists");
  }

  @Test
  void shortensCommandWithHundredsOfPatches() {
    assertThat(heard("+ git am " + "/s/one.patch ".repeat(500), BAD_EXIT).reason().orElseThrow())
        .startsWith("`git am /s/one.patch")
        .hasSizeLessThan(200);
  }

  @Test
  void ignoresCommandsThatOnlyEndScript() {
    assertThat(heard("+ echo 'ERROR: no patch'", "ERROR: no patch", "+ exit 1", BAD_EXIT).reason())
        .hasValue("ERROR: no patch");
    assertThat(heard("+ test -f x", "+ exit 1", BAD_EXIT).reason()).hasValue("`test -f x` failed");
  }

  /** kbuild's scripts also trace their commands, and clean up after an error. */
  @Test
  void namesFirstErrorOfFailedMake() {
    assertThat(
            heard(
                    "+ make -s V=1 bzImage",
                    "+ ld -o vmlinux a.o",
                    "ld: a.o: undefined reference to `x'",
                    "+ rm -f .tmp_vmlinux",
                    "make: *** [vmlinux] Error 1",
                    BAD_EXIT)
                .reason())
        .hasValue("ld: a.o: undefined reference to `x'");
  }

  @Test
  void readsLateOutput() {
    assertThat(
            heard(
                    "+ patch -p1 -F1 -s",
                    BAD_EXIT,
                    "RPM build errors:",
                    "1 out of 1 hunk FAILED -- saving rejects to file x.rej")
                .reason())
        .hasValue("1 out of 1 hunk FAILED -- saving rejects to file x.rej");
  }

  @Test
  void namesMacroInsteadOfJobControl() {
    assertThat(
            heard("+ %pesign -s -i a -o b", "/t/rpm-tmp.x: line 40: fg: no job control", BAD_EXIT)
                .reason())
        .hasValue("%pesign: nothing defines this macro");
  }

  @Test
  void namesOptionsOfRefusedConfiguration() {
    SpecScript el7 =
        heard(
            "+ mv kernel-3.10.0-x86_64.config .config",
            "+ '[' -s .newoptions ']'",
            "+ cat .newoptions",
            "CONFIG_ONE",
            "CONFIG_TWO=y",
            "+ exit 1",
            BAD_EXIT);
    assertThat(el7.refusedOptions()).containsExactly("CONFIG_ONE", "CONFIG_TWO");
    assertThat(el7.configFile()).hasValue("kernel-3.10.0-x86_64.config");
  }

  @Test
  void namesOptionsMissingForEl6Target() {
    SpecScript el6 =
        heard(
            "+ mv kernel-2.6.32-x86_64.config .config",
            "+ make ARCH=x86_64 nonint_oldconfig",
            "CONFIG_ONE",
            "make[1]: *** [nonint_oldconfig] Error 1",
            "make: *** [nonint_oldconfig] Error 2",
            BAD_EXIT);
    assertThat(el6.refusedOptions()).containsExactly("CONFIG_ONE");
    assertThat(el6.configFile()).hasValue("kernel-2.6.32-x86_64.config");
  }

  @Test
  void reportsNothingWithoutFailure() {
    SpecScript script = heard("+ mkdir include", "mkdir: told", "error: Package already exists");
    assertThat(script.reason()).isEmpty();
    assertThat(script.refusedOptions()).isEmpty();
  }
}
