// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import java.nio.file.Path;

/** A file that cannot be the disk of a guest. */
public final class ImageFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  ImageFailure(Path file, String reason, String remedy) {
    super(ExitCode.USAGE, "cannot use the image " + file + ": " + reason, remedy, null);
  }
}
