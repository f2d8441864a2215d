// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;

/** Recognises an RPM by its first bytes, not by its name (rpm: docs/manual/format_lead.md). */
public final class RpmMagic {
  /** The first four bytes of an RPM. */
  public static final int VALUE = 0xedabeedb;

  private RpmMagic() {}

  /** Returns whether a file begins as an RPM; false for one that cannot be read. */
  public static boolean isRpm(Path file) {
    try (DataInputStream in = new DataInputStream(GivenFile.open(file))) {
      return in.readInt() == VALUE;
    } catch (IOException e) {
      return false;
    }
  }
}
