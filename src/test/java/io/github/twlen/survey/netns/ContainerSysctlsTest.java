// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Messages;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerSysctlsTest {
  private static final String RANGE = "net.ipv4.ip_local_port_range";
  private static final String REUSE = "net.ipv4.tcp_tw_reuse";

  private static Advice adapted(
      @Nullable String runtime, @Nullable String pod, String release, Set<String> common) {
    Container container =
        runtime == null && pod == null ? null : new Container(runtime, "0123", pod);
    NetNamespace space =
        new NetNamespace(1L, null, 1, 7L, "app", container, 1L, 0L, null, null, null);
    Advice advice =
        new Advice(
            Remedy.PORT_RANGE,
            Standing.DO,
            "reason",
            "effect",
            List.of(
                "sysctl -w " + RANGE + "=\"1024 65535\"",
                "sysctl -w " + REUSE + "=1",
                "ss -tnp state close-wait",
                "# for example nginx: keepalive 64;"),
            "",
            null,
            List.of(
                "echo '" + RANGE + " = 1024 65535' > /etc/sysctl.d/60-twlen-x.conf",
                "echo '" + REUSE + " = 1' > /etc/sysctl.d/60-twlen-tcp_tw_reuse.conf"),
            List.of(
                "sysctl -w " + REUSE + "=2",
                "rm /etc/sysctl.d/60-twlen-tcp_tw_reuse.conf",
                "echo > /proc/sys/net/ipv4/ip_local_reserved_ports"));
    return new ContainerSysctls(
            space,
            common,
            release,
            List.of("/proc/7/ns/net"),
            Messages.of(Survey.class, Locale.ROOT))
        .adapt(List.of(advice))
        .get(0);
  }

  @Test
  void entersTheNamespaceForNow() {
    Advice advice = adapted("docker", null, "6.1", Set.of());
    assertThat(advice.commands())
        .containsExactly(
            "nsenter --net=/proc/7/ns/net sysctl -w " + RANGE + "=\"1024 65535\"",
            "nsenter --net=/proc/7/ns/net sysctl -w " + REUSE + "=1",
            "nsenter --net=/proc/7/ns/net ss -tnp state close-wait",
            "# for example nginx: keepalive 64;");
    assertThat(advice.undo())
        .containsExactly(
            "nsenter --net=/proc/7/ns/net sysctl -w " + REUSE + "=2",
            "nsenter --net=/proc/7/ns/net sh -c"
                + " 'echo > /proc/sys/net/ipv4/ip_local_reserved_ports'");
  }

  @Test
  void keepsSysctlsInTheFormOfTheRuntime() {
    assertThat(adapted("docker", null, "6.1", Set.of()).persist())
        .containsExactly(
            "docker run --sysctl "
                + RANGE
                + "=\"1024 65535\" --sysctl "
                + REUSE
                + "=\"1\" IMAGE  # recreate the container",
            "sysctls: {"
                + RANGE
                + ": \"1024 65535\", "
                + REUSE
                + ": \"1\"}  # service in compose.yaml");
    assertThat(adapted("podman", null, "6.1", Set.of()).persist())
        .anyMatch(line -> line.startsWith("podman run --sysctl " + RANGE + "=\"1024 65535\""));
    assertThat(adapted(null, null, "6.1", Set.of()).persist())
        .singleElement()
        .asString()
        .startsWith("sysctl -w " + RANGE);
  }

  @Test
  void namesSafeAndUnsafeSysctlsOfPods() {
    assertThat(adapted("containerd", "uid", "6.1", Set.of()).persist())
        .containsExactly(
            "securityContext: {sysctls: [{name: "
                + RANGE
                + ", value: \"1024 65535\"}, {name: "
                + REUSE
                + ", value: \"1\"}]}  # specification of the pod; recreate the pod",
            "# " + RANGE + " is a safe sysctl since Kubernetes 1.4",
            "--allowed-unsafe-sysctls="
                + REUSE
                + "  # kubelet of the node; "
                + REUSE
                + " is an unsafe sysctl");
  }

  /** Before Linux 4.11, all namespaces shared tcp_tw_reuse. */
  @Test
  void changesSharedSysctlsOnTheHost() {
    for (Advice advice :
        List.of(
            adapted("docker", null, "3.10.0-1160.el7.x86_64", Set.of()),
            adapted("docker", null, "6.1", Set.of("sys/net/ipv4/tcp_tw_reuse", "sys/" + RANGE)))) {
      assertThat(advice.commands())
          .containsSequence(
              "# " + REUSE + " is common to all network namespaces: on the host",
              "sysctl -w " + REUSE + "=1");
      assertThat(advice.persist())
          .contains("echo '" + REUSE + " = 1' > /etc/sysctl.d/60-twlen-tcp_tw_reuse.conf");
      assertThat(advice.undo()).contains("rm /etc/sysctl.d/60-twlen-tcp_tw_reuse.conf");
    }
  }
}
