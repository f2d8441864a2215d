// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserVariablesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "MAKEFLAGS",
        "GNUMAKEFLAGS",
        "MFLAGS",
        "MAKELEVEL",
        "MAKEFILES",
        "KBUILD_OUTPUT",
        "O",
        "KBUILD_EXTMOD",
        "ARCH",
        "CROSS_COMPILE",
        "KCONFIG_CONFIG",
        "KCONFIG_ALLCONFIG",
        "LOCALVERSION",
        "CC",
        "CFLAGS",
        "KCFLAGS",
        "LLVM",
        "CPATH",
        "GIT_DIR",
        "RPM_BUILD_ROOT",
        "BASH_ENV"
      })
  void withholdsVariablesThatChangeABuild(String name) {
    Map<String, String> environment = new TreeMap<>(Map.of(name, "x", "PATH", "/bin"));
    assertThat(UserVariables.withheld(environment)).containsExactly(name);
    UserVariables.keepPassed(environment);
    assertThat(environment).containsOnlyKeys("PATH");
  }

  @Test
  void passesListedVariablesOnly() {
    Map<String, String> environment =
        new TreeMap<>(
            Map.of("HOME", "/h", "LC_TIME", "C", "http_proxy", "http://p:1", "EDITOR", "vi"));
    assertThat(UserVariables.withheld(environment)).isEmpty();
    UserVariables.keepPassed(environment);
    assertThat(environment).containsOnlyKeys("HOME", "LC_TIME", "http_proxy");
  }

  @Test
  void passesAllVariablesToToolsOfTheUser() {
    Command env = Command.of("env");
    String own = "SOME_VARIABLE_OF_THE_USERS";
    CommandRunner runner = new CommandRunner();
    int all = runner.run(env.asUsers()).output().size();
    assertThat(all).isGreaterThanOrEqualTo(runner.run(env).output().size());
    assertThat(runner.run(env.withEnvironment(own, "x")).output()).contains(own + "=x");
  }
}
