// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A {@link BuildEnvironment} at work in one folder. Closing it leaves nothing running there. */
public interface ActiveEnvironment extends AutoCloseable {
  /**
   * The path under which a command in there sees a file of the work, or the cache above it. Its
   * name is plain: no blanks, quotes or signs that make, rpm or a spec stumble over.
   */
  Path shown(Path inside);

  /**
   * Runs a command in there to its end. Its folder is given as the path here; paths among its
   * arguments and variables as {@link #shown}. Only the variables that it names are certain to be
   * there.
   *
   * @param listener handed each line of both streams as it comes
   */
  CommandResult run(Command command, Consumer<String> listener);

  /**
   * Sees to it that a file or a folder of the work lies there as it lies here.
   *
   * @param inside below the work's folder, or the folder itself
   */
  void send(Path inside);

  /**
   * Sees to it that what the build made there lies here too.
   *
   * @param pattern which files, relative to the work's folder; a {@code *} stands for anything,
   *     slashes included, such as {@code RPMS/*.rpm}
   */
  void bring(String pattern);

  @Override
  void close();
}
