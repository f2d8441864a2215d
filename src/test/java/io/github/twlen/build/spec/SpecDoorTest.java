// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecDoorTest {
  private final CommandRunner runner = new CommandRunner();
  @TempDir private Path folder;
  private RpmTopDir top = new RpmTopDir(Path.of("/"));
  private Path outside = Path.of("/");

  @BeforeEach
  void requireSandbox() throws Exception {
    Path own = Files.createDirectories(folder.resolve("top ü"));
    outside = Files.writeString(folder.resolve("secret"), "geheim");
    top = new RpmTopDir(own);
    assumeTrue(SpecDoor.sandbox(top, runner).isPresent(), "no sandbox on this host");
  }

  @Test
  void hidesOtherFilesFromMacros() {
    String shell =
        "%(cat '" + outside + "' /etc/shadow; touch '" + outside + ".new' /usr/planted; ls /home)";
    CommandResult result = eval(shell);
    assertThat(result.output()).allMatch(String::isBlank);
    assertThat(folder.resolve("secret.new")).doesNotExist();
    assertThat(Path.of("/usr/planted")).doesNotExist();
  }

  @Test
  void confinesLua() {
    String file = outside + ".lua";
    eval("%{lua: local f = io.open('" + file + "', 'w'); if f then f:write('x'); f:close() end}");
    assertThat(Path.of(file)).doesNotExist();
  }

  @Test
  void dropsCapabilities() {
    assertThat(eval("%(grep CapEff /proc/self/status || echo CapEff: 0000000000000000)").output())
        .singleElement()
        .asString()
        .endsWith("0000000000000000");
    assertThat(eval("%(umount /usr; mount -o remount,rw /usr; touch /usr/planted)").output())
        .allMatch(String::isBlank);
    assertThat(Path.of("/usr/planted")).doesNotExist();
  }

  /** Opens the file without writing: as root this would change the host. */
  @Test
  void keepsSysctlsReadOnly() {
    assertThat(eval("%((: >>/proc/sys/kernel/core_pattern) 2>/dev/null && echo opened)").output())
        .allMatch(String::isBlank);
  }

  @Test
  void allowsOutputDirectoriesOfRpm() {
    CommandResult result = eval("%(echo here > SRPMS/made; pwd)");
    assertThat(result.output()).containsExactly(top.root().toString());
    assertThat(top.root().resolve("SRPMS/made")).hasContent("here");
  }

  @Test
  void keepsDirectoriesThatTwlenWrites() {
    for (Path own : List.of(top.sources(), top.specs(), top.root().resolve("SRPMS"))) {
      String name = own.getFileName().toString();
      eval("%(mv " + name + " tmp/x; rm -r " + name + "; ln -s '" + folder + "' " + name + ")");
      assertThat(own).isDirectory();
      assertThat(Files.isSymbolicLink(own)).as(name).isFalse();
      eval("%(ln -s '" + folder + "' new-" + name + "; touch " + top.sources() + "/new)");
      assertThat(top.root().resolve("new-" + name)).doesNotExist();
    }
    assertThat(top.sources()).isEmptyDirectory();
  }

  @Test
  void leavesNoProcess() throws Exception {
    eval("%((sleep 0.5; touch SRPMS/late) >/dev/null 2>&1 & echo)");
    Thread.sleep(1_000);
    assertThat(top.root().resolve("SRPMS/late")).doesNotExist();
  }

  @Test
  void ignoresLinksToSourcePackages() throws Exception {
    Path other = Files.writeString(folder.resolve("other.src.rpm"), "x");
    eval("%(ln -s '" + other + "' SRPMS/kernel-1-1.src.rpm)");
    assertThat(top.root().resolve("SRPMS/kernel-1-1.src.rpm")).isSymbolicLink();
    assertThat(top.madeSourcePackages()).isEmpty();
  }

  private CommandResult eval(String macro) {
    Optional<List<String>> sandbox = SpecDoor.sandbox(top, runner);
    Command rpm = top.command("rpm", List.of("--eval", macro));
    CommandResult result = runner.run(rpm.wrappedIn(sandbox.orElseThrow()));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
    return result;
  }
}
