// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs blocks that a page could have: each wrong one must fail. */
class BlockRunnerIT {
  @TempDir Path folder;

  private List<String> run(String... lines) throws Exception {
    return new BlockRunner(folder, Map.of("name", "twlen")).run(ManualTest.block(lines));
  }

  @Test
  void acceptsMatchingOutput() throws Exception {
    assertThat(
            run(
                "```console",
                "$ echo one; echo \"of $name in $PWD\" >&2",
                "one",
                "of twlen in /home/me",
                "$ seq 9",
                "1",
                "…",
                "4",
                "5",
                "...",
                "$ cd /; x=7",
                "$ pwd; echo $x",
                "/",
                "7",
                "$ false",
                "$ echo $?",
                "1",
                "```"))
        .isEmpty();
    assertThat(run("```sh", "cd /", "test \"$PWD\" = /", "```")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$ echo one\ntwo",
        "$ echo one; echo two\none",
        "$ echo one\none\ntwo",
        "$ seq 5\n1\n3\n…",
        "$ seq 5\n2\n…",
        "$ seq 5\n…\n4",
        "$ seq 5\n4\n…\n2\n…",
        "$ false",
        "$ no-such-program-anywhere",
        "$ true\n$ echo $?\n1",
        "$ exit 0\n$ echo never"
      })
  void reportsDifferentOutput(String lines) throws Exception {
    assertThat(run(("```console\n" + lines + "\n```").split("\n", -1)))
        .isNotEmpty()
        .allMatch(wrong -> wrong.startsWith("page.md:1: "));
  }

  @Test
  void stopsScriptAtFirstFailure() throws Exception {
    assertThat(run("```sh", "false", "true", "```")).hasSize(1);
  }
}
