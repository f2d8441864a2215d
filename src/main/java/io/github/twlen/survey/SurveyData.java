// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * All that advice stands on.
 *
 * @param release {@code uname -r}; may be empty
 * @param range from which local ports are taken
 * @param listening ports on which somebody listens
 */
public record SurveyData(
    String release,
    WaitLength length,
    SocketTable table,
    TcpCounters counters,
    TcpSettings settings,
    @Nullable Conntrack conntrack,
    PortRange range,
    BitSet listening) {}
