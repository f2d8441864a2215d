// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.Messages;
import io.github.twlen.survey.netfilter.Conntrack;
import io.github.twlen.survey.netns.NetNamespace;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a host, and the texts to describe them with.
 *
 * @param release {@code uname -r}; may be empty
 * @param diagDestroy whether the kernel's configuration lets {@code ss -K} end sockets; null if
 *     unknown
 * @param range from which the kernel takes local ports
 * @param listening ports with a listener
 * @param namespaces the other network namespaces of the host, the fullest first
 */
public record SurveyData(
    Messages messages,
    String release,
    WaitLength length,
    SocketTable table,
    TcpCounters counters,
    TcpSettings settings,
    @Nullable Conntrack conntrack,
    @Nullable Boolean diagDestroy,
    PortRange range,
    BitSet listening,
    List<NetNamespace> namespaces) {
  /** Copies the list. */
  public SurveyData {
    namespaces = List.copyOf(namespaces);
  }

  /** Returns these numbers with the other network namespaces of the host. */
  SurveyData with(List<NetNamespace> others) {
    return new SurveyData(
        messages,
        release,
        length,
        table,
        counters,
        settings,
        conntrack,
        diagDestroy,
        range,
        listening,
        others);
  }

  /** Returns the text of a key, see {@link Messages#text}. */
  public String text(String key, Object... namesAndValues) {
    return messages.text(key, namesAndValues);
  }

  /** Returns the commands of a key, one from each line of its text. */
  public List<String> commands(String key, Object... namesAndValues) {
    return text(key, namesAndValues).lines().toList();
  }

  /** Returns two findings as one sentence; either may be empty. */
  public String join(String first, String second) {
    return first.isEmpty() || second.isEmpty()
        ? first + second
        : text("join", "first", first, "second", second);
  }
}
