// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The script that installs a kernel on a host or guest and boots it once. Joined from the files of
 * {@code vagrant/install}, it needs no other file there.
 */
public final class InstallScript {
  /** Its name on a host. */
  public static final String NAME = "kernel-install.sh";

  private static final String DIRECTORY = "vagrant/install/";

  /** The last file runs the functions of the others. */
  private static final List<String> PARTS =
      List.of("secure-boot.sh", "grub.sh", "boot.sh", "look.sh", "remove.sh", NAME);

  private InstallScript() {}

  /**
   * Returns its text.
   *
   * @param packed reads a bundled file, or the user's in its place
   */
  public static String text(Function<String, Optional<byte[]>> packed) {
    StringBuilder text = new StringBuilder();
    for (String part : PARTS) {
      byte[] bytes =
          packed
              .apply(DIRECTORY + part)
              .orElseThrow(
                  () -> new IllegalStateException("missing in the program: " + DIRECTORY + part));
      text.append(new String(bytes, StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
