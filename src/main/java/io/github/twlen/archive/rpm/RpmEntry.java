// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import io.github.twlen.FileName;

/**
 * A file of a source RPM, as its header lists it.
 *
 * @param file its name, without any folder
 * @param size in bytes
 * @param digest hexadecimal, in the algorithm of the package; empty for none
 * @param spec whether it is the spec
 * @param absent whether it is listed and left out of the payload, as {@code NoSource} wants it; it
 *     has a size then, and no digest
 * @param executable whether it is a program: specs start their scripts where they lie
 */
public record RpmEntry(
    FileName file, long size, String digest, boolean spec, boolean absent, boolean executable) {
  /** Returns the text of its name. */
  public String name() {
    return file.text();
  }
}
