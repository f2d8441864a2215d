// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.SocketOwner;
import java.util.List;
import java.util.function.Consumer;

/** The sockets of a table that is not below {@code /proc}. */
public interface SocketRows {
  /** Passes every socket by its family, listeners first; the row is the same object each time. */
  void forEach(Consumer<TableRow> v4, Consumer<TableRow> v6);

  /** Returns the processes that hold sockets in CLOSE_WAIT. */
  List<SocketOwner> owners();

  /** Returns the sockets in CLOSE_WAIT without a known process. */
  int ownerless();
}
