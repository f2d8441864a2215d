// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.GivenFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Finds the lines of the kernel's configuration that a survey needs. */
final class KernelOptions {
  /** Whether sock_diag can end sockets. */
  private static final String DIAG_DESTROY = "CONFIG_INET_DIAG_DESTROY";

  private static final Pattern RELEASE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,99}");

  /** The file of a real kernel has some 10,000 lines. */
  private static final int MOST_LINES = 100_000;

  private KernelOptions() {}

  /**
   * Returns whether this kernel's configuration lets sock_diag end sockets; empty if there is no
   * configuration to read. It reads {@code config.gz} of {@code /proc}, or the file that a
   * distribution installs beside the kernel.
   *
   * @param root the root directory of the host
   */
  static Optional<Boolean> diagDestroy(Path root, String release) {
    List<Path> files =
        RELEASE.matcher(release).matches()
            ? List.of(
                root.resolve("proc/config.gz"),
                root.resolve("boot/config-" + release),
                root.resolve("lib/modules").resolve(release).resolve("config"))
            : List.of(root.resolve("proc/config.gz"));
    return files.stream().filter(Files::isReadable).findFirst().flatMap(KernelOptions::read);
  }

  private static Optional<Boolean> read(Path file) {
    try (InputStream in = GivenFile.open(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.ISO_8859_1))) {
      return Optional.of(
          lines.lines().limit(MOST_LINES).anyMatch(line -> line.equals(DIAG_DESTROY + "=y")));
    } catch (IOException e) {
      return Optional.empty(); // The advice says that it is unknown.
    }
  }

  /** Returns the line that a copy has for a value. */
  static String line(boolean diagDestroy) {
    return diagDestroy ? DIAG_DESTROY + "=y\n" : "# " + DIAG_DESTROY + " is not set\n";
  }

  /** Reads the line of a copy; empty if it is another one. */
  static Optional<Boolean> parse(String line) {
    return line.equals(line(true).strip())
        ? Optional.of(true)
        : line.equals(line(false).strip()) ? Optional.of(false) : Optional.empty();
  }
}
