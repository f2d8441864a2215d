// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.netfilter.Conntrack;
import io.github.twlen.survey.netns.NetNamespace;
import io.github.twlen.survey.paste.PastedInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a host, and the advice for it.
 *
 * @param schemaVersion of the JSON; raised if a key changes its meaning or is removed
 * @param source {@code this host}, the ssh host, or the directory of the copy
 * @param host its name; null if unknown
 * @param kernel its {@code uname -r}; null if unknown
 * @param conntrack null if the kernel has no such table
 * @param nothingToDo whether no advice {@linkplain Advice#matters matters}
 * @param advice the most urgent first
 * @param gaps warnings: data that could not be read or is doubtful, one sentence each
 * @param pasted the pasted table; null if it is the survey of a host or a copy
 * @param namespace the network namespace, if one was asked for; else null: that of the host
 * @param namespaces the other network namespaces of the host, the fullest first
 */
public record Survey(
    int schemaVersion,
    String source,
    @Nullable String host,
    @Nullable String kernel,
    WaitLength length,
    SocketTable table,
    TcpCounters counters,
    TcpSettings settings,
    @Nullable Conntrack conntrack,
    boolean nothingToDo,
    List<Advice> advice,
    List<String> gaps,
    @Nullable PastedInput pasted,
    @Nullable NetNamespace namespace,
    List<NetNamespace> namespaces) {
  /** The version of the JSON of surveys. */
  public static final int SCHEMA_VERSION = 1;

  /** Copies the lists. */
  public Survey {
    advice = List.copyOf(advice);
    gaps = List.copyOf(gaps);
    namespaces = List.copyOf(namespaces);
  }
}
