// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output. When its reader closes it, as {@code head} does, the remaining output is dropped
 * and the run continues to its own exit code.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private boolean closed;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  /**
   * Writes without a buffer.
   *
   * @throws WorkspaceFailure when it fails, as on a full disk
   */
  @Override
  public void write(byte[] data, int from, int length) {
    if (closed) {
      return;
    }
    try {
      out.write(data, from, length);
      out.flush();
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.contains("Broken pipe")) {
        throw new WorkspaceFailure(
            "cannot write to standard output: " + why, "redirect it to a disk with free space", e);
      }
      closed = true;
    }
  }
}
