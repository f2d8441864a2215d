// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.proc.ProcFiles;
import org.jspecify.annotations.Nullable;

/**
 * Netfilter's table of connections, which keeps each for a while after TCP has closed it.
 *
 * @param entries connections tracked now; 0 if no rule needs them
 * @param most the limit; beyond it, packets of new connections are dropped
 * @param timeWaitSeconds for how long it keeps a closed connection, by default 120
 * @param closeWaitSeconds the same for a connection that only the peer closed, by default 60
 */
public record Conntrack(
    @Nullable Long entries,
    @Nullable Long most,
    @Nullable Long timeWaitSeconds,
    @Nullable Long closeWaitSeconds) {
  private static final String PREFIX = "sys/net/netfilter/nf_conntrack_";

  /** Reads the table's numbers; null if this kernel has no such table. */
  public static @Nullable Conntrack read(ProcFiles files) {
    Conntrack read =
        new Conntrack(
            files.count(PREFIX + "count"),
            files.count(PREFIX + "max"),
            files.seconds(PREFIX + "tcp_timeout_time_wait"),
            files.seconds(PREFIX + "tcp_timeout_close_wait"));
    boolean none = read.entries == null && read.most == null && read.timeWaitSeconds == null;
    return none ? null : read;
  }
}
