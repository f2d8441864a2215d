// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.fleet;

import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.netns.NetNamespace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes surveys in the text format of Prometheus, for the textfile collector of node_exporter. It
 * refuses a file in which a metric has the same labels twice, so values are added up.
 */
public final class PrometheusText {
  private static final String SUCCESS = "twlen_survey_success";
  private static final String USED = "twlen_ports_used";
  private static final String LEFT = "twlen_ports_left";
  private static final String EXHAUSTED = "twlen_ports_exhausted_seconds";
  private static final String SOCKETS = "twlen_sockets";
  private static final String CLOSE_WAIT = "twlen_close_wait_sockets";

  private static final Map<String, String> HELP = help();

  /** The samples of each metric: the labels, and the value. */
  private final Map<String, Map<String, Double>> samples = new LinkedHashMap<>();

  private PrometheusText() {
    HELP.keySet().forEach(name -> samples.put(name, new LinkedHashMap<>()));
  }

  private static Map<String, String> help() {
    Map<String, String> help = new LinkedHashMap<>();
    help.put(SUCCESS, "Whether the host could be surveyed.");
    help.put(USED, "Local ports with a socket, by destination.");
    help.put(LEFT, "Local ports without a socket, by destination.");
    help.put(EXHAUSTED, "Seconds until no local port is usable at the present rate.");
    help.put(SOCKETS, "TCP sockets, by family and state.");
    help.put(CLOSE_WAIT, "Sockets in CLOSE_WAIT, by program; empty if unknown.");
    return help;
  }

  /**
   * Returns the metrics of one host.
   *
   * @param host null for this host, which Prometheus names by its own label
   */
  public static String of(@Nullable String host, List<Survey> surveys) {
    PrometheusText text = new PrometheusText();
    surveys.forEach(survey -> text.add(host, survey));
    return text.text();
  }

  /** Returns the metrics of many hosts, each with a label {@code host}. */
  public static String ofFleet(List<HostAnswer> answers) {
    PrometheusText text = new PrometheusText();
    for (HostAnswer answer : answers) {
      Survey survey = answer.survey();
      if (survey == null) {
        text.put(SUCCESS, 0, "host", answer.host());
      } else {
        text.add(answer.host(), survey);
      }
    }
    return text.text();
  }

  /**
   * Returns the metrics of a host that could not be surveyed.
   *
   * @param host null for this host
   */
  public static String ofFailed(@Nullable String host) {
    PrometheusText text = new PrometheusText();
    text.put(SUCCESS, 0, "host", host);
    return text.text();
  }

  private void add(@Nullable String host, Survey survey) {
    NetNamespace space = survey.namespace();
    String netns = space == null || space.belongsToHost() ? null : space.argument();
    put(SUCCESS, 1, "host", host, "netns", netns);
    for (PortUse use : survey.table().destinations()) {
      @Nullable String[] labels = {
        "host",
        host,
        "netns",
        netns,
        "from",
        use.from(),
        "to",
        use.to(),
        "port",
        String.valueOf(use.port())
      };
      Double seconds = use.exhaustedInSeconds();
      put(USED, use.inUse(), labels);
      put(LEFT, Math.max(0, use.ports() - use.inUse()), labels);
      put(EXHAUSTED, seconds == null ? Double.POSITIVE_INFINITY : seconds, labels);
    }
    states(survey.table().v4(), "ipv4", host, netns);
    states(survey.table().v6(), "ipv6", host, netns);
    for (SocketOwner owner : survey.table().closeWait()) {
      put(CLOSE_WAIT, owner.sockets(), "host", host, "netns", netns, "command", owner.command());
    }
    int unknown = survey.table().closeWaitUnknown();
    put(CLOSE_WAIT, unknown, "host", host, "netns", netns, "command", "");
  }

  private void states(
      Map<SocketState, Long> states, String family, @Nullable String host, @Nullable String netns) {
    states.forEach(
        (state, sockets) ->
            put(
                SOCKETS,
                sockets,
                "host",
                host,
                "netns",
                netns,
                "family",
                family,
                "state",
                state.name()));
  }

  private void put(String metric, double value, @Nullable String... labels) {
    Map<String, String> present = new LinkedHashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      if (labels[i + 1] != null) {
        present.put(labels[i], escaped(labels[i + 1]));
      }
    }
    String all =
        present.entrySet().stream()
            .map(label -> label.getKey() + "=\"" + label.getValue() + '"')
            .collect(Collectors.joining(","));
    samples.computeIfAbsent(metric, m -> new TreeMap<>()).merge(all, value, Double::sum);
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    samples.forEach(
        (metric, values) -> {
          text.append("# HELP ").append(metric).append(' ').append(HELP.get(metric)).append('\n');
          text.append("# TYPE ").append(metric).append(" gauge\n");
          values.forEach(
              (labels, value) ->
                  text.append(metric)
                      .append(labels.isEmpty() ? "" : "{" + labels + "}")
                      .append(' ')
                      .append(number(value))
                      .append('\n'));
        });
    return text.toString();
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return "+Inf";
    }
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
