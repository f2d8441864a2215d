// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildLogTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          net/tcp.c:4:5: error: expected ';' before '}' token ;; make[2]: *** [x.o] Error 1 | net/tcp.c:4:5: error: expected ';' before '}' token
          a.c:1:10: fatal error: gelf.h: No such file or directory                       | a.c:1:10: fatal error: gelf.h: No such file or directory
          ld: tcp.o: undefined reference to `x' ;; make: *** [vmlinux] Error 1              | ld: tcp.o: undefined reference to `x'
          sh: 1: bc: not found ;; make[1]: *** [x] Error 127                                | sh: 1: bc: not found
          cp: x: No such file or directory ;; b.c:2:1: error: late but real                 | b.c:2:1: error: late but real
          init/Kconfig:7: syntax error ;; make: *** [config] Error 1                        | init/Kconfig:7: syntax error
          make[1]: *** No rule to make target 'x'.  Stop.                                | make[1]: *** No rule to make target 'x'.  Stop.
          Makefile:9: *** source directory cannot contain spaces or colons.  Stop.       | Makefile:9: *** source directory cannot contain spaces or colons.  Stop.
          as: out.o: No space left on device                                             | as: out.o: No space left on device
          ERROR: modpost: "x" [y.ko] undefined! ;; make: *** [z] Error 1                     | ERROR: modpost: "x" [y.ko] undefined!
          sh: 1: %{__python}: not found ;; Executing(%build): x ;; cp: x: No such file or directory | cp: x: No such file or directory
          a.c:7: error: none ;; Executing(%build): x ;; error: Bad exit status from /t/x (%build) | a.c:7: error: none
          a.c:7: error: none ;; Executing(%build): x ;; make: *** [z] Error 1               | make: *** [z] Error 1
          + echo 'a.c:1:1: error: told, not made' ;; make: *** [z] Error 1                   | make: *** [z] Error 1
          error: Bad exit status from /t/rpm-tmp.x (%prep) ;; 1 out of 1 hunk FAILED -- saving rejects to file x.rej | 1 out of 1 hunk FAILED -- saving rejects to file x.rej
          error: Bad exit status from /t/rpm-tmp.x (%prep)                               | error: Bad exit status from /t/rpm-tmp.x (%prep)
          """,
      quoteCharacter = '^',
      ignoreLeadingAndTrailingWhitespace = true)
  void findsTheFirstRealError(String lines, String expected) {
    try (BuildLog log = new BuildLog(folder.resolve("build.log"), n -> {})) {
      log.accept("  CC      net/ipv4/tcp.o");
      for (String line : lines.split(" ;; ")) {
        log.accept(line);
      }
      assertThat(log.firstError()).hasValue(expected);
    }
  }

  @Test
  void countsOnlyCompiledFiles() {
    try (BuildLog log = new BuildLog(folder.resolve("build.log"), n -> {})) {
      for (String line :
          new String[] {
            "  CC      net/ipv4/tcp.o",
            "  CC [M]  fs/x.o",
            "  AS      a.o",
            "  HOSTCC  scripts/x",
            "  LD      vmlinux",
            "  AR      built-in.a",
            "  CALL    x.sh",
            "CC net",
            "  CHK     CC x",
            "  gcc -Wp,-MMD,net/.a.o.d -O2 -DKBUILD_MODNAME='\"a\"' -c -o net/a.o net/a.c",
            "  gcc -o scripts/x scripts/x.c"
          }) {
        log.accept(line);
      }
      assertThat(log.compiled()).isEqualTo(5);
      assertThat(log.firstError()).isEmpty();
    }
  }
}
