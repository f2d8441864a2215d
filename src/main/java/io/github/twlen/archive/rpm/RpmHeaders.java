// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import io.github.twlen.GivenFile;
import io.github.twlen.RpmMagic;
import io.github.twlen.archive.ArchiveFailure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The lead and the headers of an RPM (rpm: docs/manual/format_v4.md).
 *
 * @param signed whether the header has a signature, by any key
 * @param payloadAt offset of the payload, in bytes
 */
record RpmHeaders(boolean source, boolean signed, RpmHeader header, long payloadAt) {
  private static final int LENGTH = 96;
  private static final int TYPE_AT = 6;
  private static final int PADDING = 8;

  /** RPMTAG_SOURCERPM: only binary packages have it. */
  private static final int SOURCE_RPM = 1044;

  /** Signature tags of the header: DSA (and EdDSA), RSA. */
  private static final List<Integer> SIGNATURES = List.of(267, 268);

  /**
   * Reads both headers.
   *
   * @throws ArchiveFailure when it is no RPM, truncated, corrupt or hostile
   */
  static RpmHeaders read(Path file) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(GivenFile.open(file), 1 << 16))) {
      byte[] lead = in.readNBytes(LENGTH);
      if (lead.length < LENGTH || ByteBuffer.wrap(lead).getInt() != RpmMagic.VALUE) {
        throw new IOException("not an RPM");
      }
      RpmHeader signature = RpmHeader.read(in);
      long padding = (PADDING - signature.length() % PADDING) % PADDING;
      in.skipNBytes(padding);
      RpmHeader header = RpmHeader.read(in);
      boolean source = lead[TYPE_AT + 1] == 1 && !header.has(SOURCE_RPM);
      boolean signed = SIGNATURES.stream().anyMatch(signature::has);
      return new RpmHeaders(
          source, signed, header, LENGTH + signature.length() + padding + header.length());
    } catch (IOException e) {
      throw ArchiveFailure.damaged(file, "in its headers", e);
    }
  }
}
