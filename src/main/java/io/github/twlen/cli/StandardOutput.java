// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Where data goes. Whoever reads it may have had enough, such as {@code head}: then the rest goes
 * nowhere, and the work goes on to its end and its own exit code.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private boolean nobodyReads;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  /**
   * Writes at once.
   *
   * @throws WorkspaceFailure when it cannot be written, as on a full disk
   */
  @Override
  public void write(byte[] data, int from, int length) {
    if (nobodyReads) {
      return;
    }
    try {
      out.write(data, from, length);
      out.flush();
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.contains("Broken pipe")) {
        throw new WorkspaceFailure(
            "cannot write to standard output: " + why, "lead it where there is room", e);
      }
      nobodyReads = true;
    }
  }
}
