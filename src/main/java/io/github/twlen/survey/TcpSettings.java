// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.proc.ProcFiles;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The settings that have to do with TIME_WAIT, under {@code /proc/sys/net/ipv4} but for one. Null
 * is what this kernel does not have, or what could not be read, which is told as a gap.
 *
 * @param portRange {@code ip_local_port_range}, such as {@code 32768 60999}
 * @param reservedPorts how many ports of the range {@code ip_local_reserved_ports} leaves out
 * @param finTimeoutSeconds {@code tcp_fin_timeout}: an orphan's FIN_WAIT2, never TIME_WAIT
 * @param twReuse {@code tcp_tw_reuse}: 0 off, 1 on, 2 on for loopback only (since 4.19)
 * @param twReuseDelayMillis {@code tcp_tw_reuse_delay} (since 6.14); before, it is a second
 * @param twRecycle {@code tcp_tw_recycle}, gone since 4.12
 * @param twTimeoutSeconds {@code tcp_tw_timeout}, the length itself; some vendors' kernels only
 * @param maxTwBuckets {@code tcp_max_tw_buckets}: beyond so many a socket does not wait at all
 * @param timestamps {@code tcp_timestamps}: 0 off, others on
 * @param keepaliveSeconds {@code tcp_keepalive_time}
 * @param keepaliveProbes {@code tcp_keepalive_probes}
 * @param keepaliveIntervalSeconds {@code tcp_keepalive_intvl}
 * @param somaxconn {@code net.core.somaxconn}: the most that a listener may let wait
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
    @Nullable Long somaxconn) {
  /** What {@code tcp_twsk_unique()} waits where nothing else can be set, in milliseconds. */
  private static final long USUAL_DELAY = 1000;

  /** Reads them all. */
  public static TcpSettings read(ProcFiles files, @Nullable PortRange range) {
    return new TcpSettings(
        range == null ? null : range.toString(),
        range == null ? null : (long) range.reservedInside(),
        nullable(files.ipv4Seconds("tcp_fin_timeout")),
        nullable(files.ipv4("tcp_tw_reuse")),
        nullable(files.ipv4("tcp_tw_reuse_delay")),
        nullable(files.ipv4("tcp_tw_recycle")),
        nullable(files.ipv4Seconds("tcp_tw_timeout")),
        nullable(files.maxTwBuckets()),
        nullable(files.ipv4("tcp_timestamps")),
        nullable(files.ipv4Seconds("tcp_keepalive_time")),
        nullable(files.ipv4("tcp_keepalive_probes")),
        nullable(files.ipv4Seconds("tcp_keepalive_intvl")),
        nullable(files.count("sys/net/core/somaxconn")));
  }

  static @Nullable Long nullable(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  /**
   * The port range, or the usual one where it is not known, which is told.
   *
   * @return null when it is not known
   */
  public static @Nullable PortRange range(ProcFiles files) {
    String name = "sys/net/ipv4/ip_local_port_range";
    String reserved = files.line("sys/net/ipv4/ip_local_reserved_ports").orElse("");
    String range = files.line(name).orElse(null);
    PortRange parsed = range == null ? null : PortRange.parse(range, reserved).orElse(null);
    if (parsed == null) {
      files
          .gaps()
          .add(
              name
                  + (!files.has(name)
                      ? " is not there"
                      : " or ip_local_reserved_ports is not readable")
                  + ": the usual "
                  + PortRange.usual()
                  + " is assumed");
    }
    return parsed;
  }

  /** Whether {@code connect()} may take over a port whose socket waits. */
  public boolean reuses(boolean loopback) {
    boolean on = twReuse != null && (twReuse == 1 || (twReuse == 2 && loopback));
    return on && !(timestamps != null && timestamps == 0);
  }

  /** How long such a socket must have waited, in seconds. */
  public double reuseAfterSeconds() {
    return (twReuseDelayMillis == null ? USUAL_DELAY : Math.max(0, twReuseDelayMillis)) / 1000.0;
  }
}
