// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import io.github.twlen.FileName;

/**
 * A file in the header of a source RPM.
 *
 * @param file name without a directory
 * @param size in bytes
 * @param digest checksum in hexadecimal, in the algorithm of the package; empty for none
 * @param absent whether {@code NoSource} keeps it out of the payload; it then has no checksum
 * @param executable whether specs may run it
 */
public record RpmEntry(
    FileName file, long size, String digest, boolean spec, boolean absent, boolean executable) {
  /** Returns its name. */
  public String name() {
    return file.text();
  }
}
