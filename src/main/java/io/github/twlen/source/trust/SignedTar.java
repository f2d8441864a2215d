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
 * one signature holds for every compression. It is decompressed once, into the check; nothing of it
 * is used before.
 */
final class SignedTar {
  private final Path tarball;
  private final DetachedSignature signature;

  SignedTar(Path tarball, DetachedSignature signature) {
    this.tarball = tarball;
    this.signature = signature;
  }

  /**
   * Checks it.
   *
   * @throws SourceFailure when the signature is not good, or is one over the compressed file
   */
  Signer call() {
    try {
      return signature.check(name(), this::decompress);
    } catch (SourceFailure e) {
      if (overTheFile()) {
        throw new SourceFailure(
            "the signature of " + name() + " is over the compressed file, not over the tar",
            "get the signature of the tar: kernel.org calls it linux-VERSION.tar.sign",
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

  /** What fails here is the archive; what fails in writing is the end of gpg. */
  private int read(InputStream tar, byte[] buffer) {
    try {
      return tar.read(buffer);
    } catch (IOException e) {
      throw new ArchiveFailure(
          tarball + " is cut off or damaged: " + e.getMessage(), "get the file again", e);
    }
  }

  private boolean overTheFile() {
    try {
      signature.check(name(), into -> Files.copy(tarball, into));
      return true;
    } catch (SourceFailure e) {
      return false;
    }
  }
}
