// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.JsonSchema;
import io.github.twlen.cli.view.Json;
import io.github.twlen.survey.fleet.HostAnswer;
import io.github.twlen.survey.netns.NetNamespace;
import io.github.twlen.survey.paste.PastedInput;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares surveys, their schema and the page. */
class SurveySchemaTest extends SurveyedHosts {
  private static final JsonSchema SCHEMA =
      JsonSchema.of(Survey.class, "survey.schema.json", "## Survey");

  /** A host with an element in every list. */
  private SampleHost busy() {
    return new SampleHost()
        .listener4(8080, 3)
        .listener4(7777, 0)
        .timeWaits(28231, "127.0.0.1", 32768, "127.0.0.1", 7777, 59.99)
        .socket("127.0.0.1", 60999, "127.0.0.1", 7777, SampleHost.ESTABLISHED, 901)
        .timeWait("10.0.0.1", 8080, "10.0.1.7", 50000, 30)
        .socket("10.0.0.1", 8080, "10.0.1.7", 50001, SampleHost.CLOSE_WAIT, 900)
        .file("close-wait", "900 17 leaky\n901 18 client\n8777 19 server\n")
        .file("sys/net/netfilter/nf_conntrack_max", "1000\n")
        .file("sys/net/netfilter/nf_conntrack_count", "600\n")
        .file("conntrack-states", "TIME_WAIT 100 0 90\n")
        .file(
            "namespaces",
            """
            root
            self 1 2
            space 3 4 1
            command 3 77 nginx
            cgroup 3 77 0::/docker/0123456789abcdef
            table 3 9 8 7 0100000A 0900000A:1538
            range 3 20000 20999
            pid 3 77
            end
            """);
  }

  @Test
  void hasTheKeysOfTheSurveys() throws Exception {
    Survey host = survey(busy());
    assertThat(host.namespaces()).hasSize(1);
    NetNamespace space = host.namespaces().get(0);
    Survey inside =
        new Survey(
            host.schemaVersion(),
            host.source(),
            host.host(),
            host.kernel(),
            host.length(),
            host.table(),
            host.counters(),
            host.settings(),
            host.conntrack(),
            host.nothingToDo(),
            host.advice(),
            host.gaps(),
            new PastedInput("ss -tan", 9, 8, 0, 0, 0, 0, 0, 0, true, false, true, ""),
            space,
            List.of());
    SCHEMA.hasTheKeysOf(Json.text(host), Json.text(inside));
  }

  @Test
  void acceptsAHostThatFailed() {
    String failed = Json.text(new HostAnswer.Failed(1, "web1", "no answer", "check the network"));
    assertThat(SCHEMA.violations(failed)).isEmpty();
    assertThat(SCHEMA.violations(failed.replace("\"fix\"", "\"fixed\""))).isNotEmpty();
  }

  @Test
  void rejectsUnknownAndMissingKeys() {
    String json = Json.text(survey(busy()));
    assertThat(SCHEMA.violations(json)).isEmpty();
    assertThat(SCHEMA.violations(json.replace("\"gaps\"", "\"gap\""))).hasSize(2);
    assertThat(SCHEMA.violations(json.replace("\"young\" : ", "\"young\" : \"\", \"x\" : ")))
        .isNotEmpty();
  }
}
