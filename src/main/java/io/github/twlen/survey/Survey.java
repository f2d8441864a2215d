// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.advice.Advice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found on a host, and what is advised.
 *
 * @param schemaVersion of the JSON; raised when a key changes its meaning or goes
 * @param source {@code this host}, the ssh host, or the folder of the copy
 * @param host its name; null when not known
 * @param kernel its {@code uname -r}; null when not known
 * @param length how long a socket waits there
 * @param table its sockets
 * @param counters what its kernel counted
 * @param settings its settings
 * @param conntrack its netfilter's table; null when it has none
 * @param nothingToDo whether no advice is one to follow or to think about
 * @param advice in the order in which it should be read
 * @param gaps what could not be read or not be trusted, one sentence each
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
    List<String> gaps) {
  /** The version of the JSON's form. */
  static final int SCHEMA_VERSION = 1;

  /** Copies what it is given. */
  public Survey {
    advice = List.copyOf(advice);
    gaps = List.copyOf(gaps);
  }
}
