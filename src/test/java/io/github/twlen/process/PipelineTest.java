// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipelineTest {
  private final Pipeline pipeline = new Pipeline(new CommandRunner());

  private static Command sh(String script) {
    return Command.of("sh", "-c", script);
  }

  @Test
  void passesOutputToInput() {
    Pipeline.Result result =
        pipeline.run(sh("head -c 5000000 /dev/zero"), out -> out, Command.of("wc", "-c"));
    assertThat(result.ok()).isTrue();
    assertThat(result.to().output()).containsExactly("5000000");
  }

  @Test
  void appliesTheFilter() {
    Pipeline.Result result =
        pipeline.run(sh("printf abc"), GZIPOutputStream::new, Command.of("gzip", "-dc"));
    assertThat(result.to().output()).containsExactly("abc");
  }

  @Test
  void reportsTheErrorOfTheFirst() {
    Pipeline.Result result =
        pipeline.run(
            sh("head -c 300000 /dev/zero | tr '\\0' '\\n' >&2; echo why >&2; exit 7"),
            out -> out,
            Command.of("cat"));
    assertThat(result.ok()).isFalse();
    assertThat(result.from().exit()).isEqualTo(7);
    assertThat(result.from().lastLine()).isEqualTo("why");
  }

  @Test
  void reportsTheErrorOfTheSecond() {
    Pipeline.Result result =
        pipeline.run(
            sh("exec cat /dev/zero"),
            out -> out,
            sh("head -c 10 > /dev/null; echo full >&2; exit 2"));
    assertThat(result.ok()).isFalse();
    assertThat(result.to().exit()).isEqualTo(2);
    assertThat(result.to().lastLine()).isEqualTo("full");
  }

  @Test
  void killsBothOnTimeout() {
    Command to = sh("cat > /dev/null").within(Duration.ofSeconds(1));
    assertThatThrownBy(() -> pipeline.run(sh("exec sleep 600"), out -> out, to))
        .isInstanceOf(ProcessFailure.class);
  }
}
