// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.proc.ProcFiles;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Netfilter's own table of connections, which keeps each for a while after its end, whatever TCP
 * itself does.
 *
 * @param entries how many connections it follows now; 0 where no rule wants it to
 * @param most how many it has room for; beyond, it drops packets of new ones
 * @param timeWaitSeconds how long it keeps one that is over, usually 120
 * @param closeWaitSeconds the same for one that only the peer closed, usually 60
 */
public record Conntrack(
    @Nullable Long entries,
    @Nullable Long most,
    @Nullable Long timeWaitSeconds,
    @Nullable Long closeWaitSeconds) {
  /**
   * Reads it.
   *
   * @return null when this kernel has none
   */
  public static @Nullable Conntrack read(ProcFiles files) {
    OptionalLong wait = files.netfilterSeconds("nf_conntrack_tcp_timeout_time_wait");
    OptionalLong most = files.netfilter("nf_conntrack_max");
    OptionalLong entries = files.netfilter("nf_conntrack_count");
    return wait.isEmpty() && most.isEmpty() && entries.isEmpty()
        ? null
        : new Conntrack(
            TcpSettings.nullable(entries),
            TcpSettings.nullable(most),
            TcpSettings.nullable(wait),
            TcpSettings.nullable(files.netfilterSeconds("nf_conntrack_tcp_timeout_close_wait")));
  }
}
