// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.fixture.BusyNamespace;
import io.github.twlen.fixture.TwlenProgram;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command that ends TIME_WAIT sockets, if the survey says that this kernel can. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EndSocketsIT {
  private static final String NAMED = "state time-wait dst 192.0.2.1 dport = :8080";

  @TempDir Path temp;

  @Test
  void endsTheSocketsItNames() throws Exception {
    try (BusyNamespace busy = new BusyNamespace(temp)) {
      TwlenProgram.Result result =
          new TwlenProgram(temp, temp.resolve("cache"))
              .behind(busy.door().toArray(String[]::new))
              .run("survey", "--json");
      assertThat(result.exit()).as(result.all()).isZero();
      JsonNode advice = new ObjectMapper().readTree(result.out()).get("advice");
      JsonNode end =
          StreamSupport.stream(advice.spliterator(), false)
              .filter(one -> one.get("remedy").asText().equals("END_SOCKETS"))
              .findFirst()
              .orElseThrow();
      assumeTrue(end.get("reason").asText().contains(" can end TIME_WAIT sockets"));
      String command = end.get("commands").get(0).asText();
      assertThat(command).isEqualTo("ss -K " + NAMED);
      assertThat(busy.run("sh", "-c", "ss -tanH " + NAMED)).isNotEmpty();
      busy.run("sh", "-c", command);
      assertThat(busy.run("sh", "-c", "ss -tanH " + NAMED)).isEmpty();
      assertThat(busy.run("ss", "-tanH", "state", "time-wait")).isNotEmpty();
    }
  }
}
