// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A started {@link BuildEnvironment} for one work directory. Closing it ends what runs there. */
public interface ActiveEnvironment extends AutoCloseable {
  /**
   * Returns the path under which a command there sees a file of the work directory or the cache. It
   * has no spaces, quotes or other characters that make, rpm or a spec cannot handle.
   */
  Path shown(Path inside);

  /**
   * Runs a command to its end. Its directory is a path of this host; paths in its arguments and
   * variables are from {@link #shown}. It may see only the variables that it names.
   *
   * @param listener receives each line of both streams as it comes
   */
  CommandResult run(Command command, Consumer<String> listener);

  /** Copies a file or directory of the work directory into the environment, if needed. */
  default void send(Path inside) {}

  /**
   * Copies files that the build wrote back to this host, if needed.
   *
   * @param pattern relative to the work directory; {@code *} matches anything, slashes included,
   *     such as {@code RPMS/*.rpm}
   */
  default void bring(String pattern) {}

  @Override
  default void close() {}
}
