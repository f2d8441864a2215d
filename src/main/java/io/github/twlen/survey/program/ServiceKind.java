// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.program;

import java.util.List;
import java.util.Set;

/**
 * A service that clients connect to, such as Redis.
 *
 * @param name {@code redis}, which examples refer to
 * @param ports the usual ports
 * @param listeners patterns of the processes that listen, see {@link ProcessPattern}
 * @param socket lines that make the server listen on a Unix socket; empty if there is no such line
 * @param source the documentation of these lines; empty without lines
 */
public record ServiceKind(
    String name,
    Set<Integer> ports,
    List<ProcessPattern> listeners,
    List<String> socket,
    String source) {
  /** Copies the collections. */
  public ServiceKind {
    ports = Set.copyOf(ports);
    listeners = List.copyOf(listeners);
    socket = List.copyOf(socket);
  }
}
