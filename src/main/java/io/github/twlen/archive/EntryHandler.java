// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import java.io.IOException;
import java.io.InputStream;

/** Consumes the content of an archive entry as a stream. */
@FunctionalInterface
public interface EntryHandler {
  /**
   * Reads the content to its end.
   *
   * @param name the file's path in the archive, such as {@code usr/src/linux-source-6.1.tar.xz}
   * @param size its size in bytes
   */
  void take(String name, long size, InputStream content) throws IOException;
}
