// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.tar.TarInput;
import io.github.twlen.source.SourceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tarball that is signed as kernel.org signs: over the tar, not over the compressed file, so that
 * one signature covers every compression.
 */
record SignedTar(Path tarball, DetachedSignature signature) {
  /**
   * Checks the signature, and returns the signer.
   *
   * @throws SourceFailure when the signature is bad, or covers the compressed file
   */
  Signer call() {
    try {
      return signature.check(name(), this::decompress);
    } catch (SourceFailure e) {
      if (coversFile()) {
        throw new SourceFailure(
            "cannot verify " + name() + ": the signature covers the compressed file, not the tar",
            "download the signature of the tar, on kernel.org linux-VERSION.tar.sign",
            e);
      }
      throw e;
    }
  }

  private String name() {
    return String.valueOf(tarball.getFileName());
  }

  private void decompress(OutputStream into) throws IOException {
    try (InputStream tar = TarInput.of(tarball).decompressed()) {
      byte[] buffer = new byte[1 << 16];
      for (int count = read(tar, buffer); count >= 0; count = read(tar, buffer)) {
        into.write(buffer, 0, count);
      }
    }
  }

  /** A failure of the archive must differ from one of writing, which means that gpg exited. */
  private int read(InputStream tar, byte[] buffer) {
    try {
      return tar.read(buffer);
    } catch (IOException e) {
      throw new ArchiveFailure(
          "cannot read " + tarball + ": truncated or corrupt, " + e.getMessage(),
          "download the file again",
          e);
    }
  }

  private boolean coversFile() {
    try {
      signature.check(name(), into -> Files.copy(tarball, into));
      return true;
    } catch (SourceFailure e) {
      return false;
    }
  }
}
