// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.cli.view.FleetView;
import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyFailure;
import io.github.twlen.survey.SurveyedHosts;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetRunnerTest extends SurveyedHosts {
  private Survey host(int timeWaits) {
    return survey(
        new SampleHost().timeWaits(timeWaits, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99));
  }

  private static List<HostAnswer> run(
      int parallel, List<String> hosts, Function<String, Survey> survey) {
    return new FleetRunner(parallel, survey, done -> {}).call(hosts);
  }

  @Test
  void listsTheWorstFirstAndFailuresLast() {
    Survey idle = host(3);
    Survey full = host(28232);
    List<HostAnswer> answers =
        run(
            2,
            List.of("down", "idle", "full", "gone"),
            name ->
                switch (name) {
                  case "idle" -> idle;
                  case "full" -> full;
                  default -> throw new SurveyFailure("cannot log in by ssh: " + name, "fix", null);
                });
    assertThat(answers)
        .extracting(HostAnswer::host)
        .containsExactly("full", "idle", "down", "gone");
    String text = FleetView.of(answers, Locale.ROOT, false);
    assertThat(text)
        .startsWith("TO DO  1 of 4 hosts needs action, 2 could not be surveyed\n\n  host")
        .contains("28,232", "10.0.0.9:5432", "now", "down: cannot log in by ssh: down");
    assertThat(FleetView.of(answers, Locale.JAPANESE, false)).contains("枯渇", "失敗");
    assertThat(answers.get(2).json())
        .isEqualTo(new HostAnswer.Failed(1, "down", "cannot log in by ssh: down", "fix"));
  }

  @Test
  void surveysOnlySomeAtOnce() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Survey idle = host(1);
    List<String> hosts = IntStream.range(0, 40).mapToObj(i -> "h" + i).toList();
    List<HostAnswer> answers =
        run(
            3,
            hosts,
            name -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              now.decrementAndGet();
              return idle;
            });
    assertThat(answers).hasSize(40);
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void reportsInternalErrors() {
    assertThatThrownBy(
            () ->
                run(
                    1,
                    List.of("a"),
                    name -> {
                      throw new IllegalArgumentException("x");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesMetricsWithEscapedLabels() {
    Survey busy =
        survey(
            new SampleHost()
                .timeWaits(20, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99)
                .socket("10.0.0.1", 8080, "10.0.1.7", 50001, SampleHost.CLOSE_WAIT, 900)
                .socket("10.0.0.1", 8080, "10.0.1.7", 50002, SampleHost.CLOSE_WAIT, 901)
                .socket("10.0.0.1", 8080, "10.0.1.7", 50003, SampleHost.CLOSE_WAIT, 902)
                .file("close-wait", "900 17 my \"app\\x\n901 18 my \"app\\x\n"));
    SurveyFailure failure = new SurveyFailure("no", "fix", null);
    String text =
        PrometheusText.ofFleet(
            List.of(HostAnswer.of(busy, "web1"), HostAnswer.failed("we\"b\\2", failure)));
    assertThat(text.lines())
        .contains(
            "# TYPE twlen_ports_used gauge",
            "twlen_survey_success{host=\"web1\"} 1",
            "twlen_survey_success{host=\"we\\\"b\\\\2\"} 0",
            "twlen_ports_used{host=\"web1\",from=\"10.0.0.1\",to=\"10.0.0.9\",port=\"5432\"} 20",
            "twlen_ports_left{host=\"web1\",from=\"10.0.0.1\",to=\"10.0.0.9\",port=\"5432\"} 28212",
            "twlen_ports_exhausted_seconds{host=\"web1\",from=\"10.0.0.1\",to=\"10.0.0.9\","
                + "port=\"5432\"} +Inf",
            "twlen_sockets{host=\"web1\",family=\"ipv4\",state=\"TIME_WAIT\"} 20",
            "twlen_close_wait_sockets{host=\"web1\",command=\"my \\\"app\\\\x\"} 2",
            "twlen_close_wait_sockets{host=\"web1\",command=\"\"} 1");
    assertThat(text).endsWith("\n");
    assertThat(text.lines().filter(line -> !line.startsWith("#"))).doesNotHaveDuplicates();
    assertThat(text.lines().filter(line -> line.startsWith("# HELP"))).hasSize(6);
    assertThat(PrometheusText.of(null, List.of(busy)).lines())
        .contains(
            "twlen_survey_success 1",
            "twlen_ports_used{from=\"10.0.0.1\",to=\"10.0.0.9\",port=\"5432\"} 20");
  }
}
