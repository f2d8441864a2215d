// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.proc.ProcFiles;
import org.jspecify.annotations.Nullable;

/**
 * The sysctls that concern TIME_WAIT, under {@code /proc/sys/net/ipv4} except one. Null if this
 * kernel has none, or if it could not be read, which is a warning.
 *
 * @param portRange {@code ip_local_port_range}, such as {@code 32768 60999}
 * @param reservedPorts ports of the range that {@code ip_local_reserved_ports} excludes
 * @param finTimeoutSeconds {@code tcp_fin_timeout}: an orphan's FIN_WAIT2, never TIME_WAIT
 * @param twReuse {@code tcp_tw_reuse}: 0 off, 1 on, 2 on for loopback only (since 4.19)
 * @param twReuseDelayMillis {@code tcp_tw_reuse_delay} (since 6.14); 1 s before
 * @param twRecycle {@code tcp_tw_recycle}, removed in 4.12
 * @param twTimeoutSeconds {@code tcp_tw_timeout}, the length itself; only in some vendors' kernels
 * @param maxTwBuckets {@code tcp_max_tw_buckets}: beyond it, a socket skips TIME_WAIT
 * @param timestamps {@code tcp_timestamps}: 0 off, else on
 * @param keepaliveSeconds {@code tcp_keepalive_time}
 * @param keepaliveProbes {@code tcp_keepalive_probes}
 * @param keepaliveIntervalSeconds {@code tcp_keepalive_intvl}
 * @param somaxconn {@code net.core.somaxconn}: the limit of a listener's backlog
 * @param synRetries {@code tcp_syn_retries}: repetitions of a SYN, the first after 1 s, each later
 *     one after twice the time
 * @param maxOrphans {@code tcp_max_orphans}: beyond it, the kernel resets connections without a
 *     program
 */
public record TcpSettings(
    @Nullable String portRange,
    @Nullable Long reservedPorts,
    @Nullable Long finTimeoutSeconds,
    @Nullable Long twReuse,
    @Nullable Long twReuseDelayMillis,
    @Nullable Long twRecycle,
    @Nullable Long twTimeoutSeconds,
    @Nullable Long maxTwBuckets,
    @Nullable Long timestamps,
    @Nullable Long keepaliveSeconds,
    @Nullable Long keepaliveProbes,
    @Nullable Long keepaliveIntervalSeconds,
    @Nullable Long somaxconn,
    @Nullable Long synRetries,
    @Nullable Long maxOrphans) {
  private static final String IPV4 = "sys/net/ipv4/";
  private static final String RESERVED = IPV4 + "ip_local_reserved_ports";

  /** The delay of {@code tcp_twsk_unique()} in kernels without a sysctl for it, in milliseconds. */
  private static final long DEFAULT_DELAY = 1000;

  /** Reads all sysctls but the range, which {@link #range} reads. */
  public static TcpSettings read(ProcFiles files, @Nullable PortRange range) {
    return new TcpSettings(
        range == null ? null : range.toString(),
        range == null || !files.has(RESERVED) ? null : (long) range.reservedInside(),
        files.seconds(IPV4 + "tcp_fin_timeout"),
        files.count(IPV4 + "tcp_tw_reuse"),
        files.count(IPV4 + "tcp_tw_reuse_delay"),
        files.count(IPV4 + "tcp_tw_recycle"),
        files.seconds(IPV4 + "tcp_tw_timeout"),
        // The kernel accepts negative values: then no socket enters TIME_WAIT.
        files.number(IPV4 + "tcp_max_tw_buckets", Integer.MIN_VALUE, Integer.MAX_VALUE),
        files.count(IPV4 + "tcp_timestamps"),
        files.seconds(IPV4 + "tcp_keepalive_time"),
        files.count(IPV4 + "tcp_keepalive_probes"),
        files.seconds(IPV4 + "tcp_keepalive_intvl"),
        files.count("sys/net/core/somaxconn"),
        files.count(IPV4 + "tcp_syn_retries"),
        files.count(IPV4 + "tcp_max_orphans"));
  }

  /** Reads the port range; null, with a warning, if it is unknown. */
  public static @Nullable PortRange range(ProcFiles files) {
    String name = IPV4 + "ip_local_port_range";
    String reserved = files.line(RESERVED).orElse("");
    PortRange parsed =
        files.line(name).flatMap(range -> PortRange.parse(range, reserved)).orElse(null);
    if (parsed == null) {
      String key = files.has(name) ? "warning.range.unreadable" : "warning.range.missing";
      files.warnings().add(key, "file", name, "range", PortRange.usual());
    }
    return parsed;
  }

  /** Returns whether {@code connect()} may reuse the port of a TIME_WAIT socket. */
  public boolean reuses(boolean loopback) {
    boolean on = twReuse != null && (twReuse == 1 || (twReuse == 2 && loopback));
    return on && !(timestamps != null && timestamps == 0);
  }

  /** Returns how long ago such a socket must have entered TIME_WAIT, in seconds. */
  public double reuseAfterSeconds() {
    return (twReuseDelayMillis == null ? DEFAULT_DELAY : Math.max(0, twReuseDelayMillis)) / 1000.0;
  }
}
