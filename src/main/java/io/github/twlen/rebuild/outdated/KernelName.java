// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel, and the vendor's version that it was built from.
 *
 * @param release as {@code uname -r} prints it
 * @param packageName the package that holds it, such as {@code kernel-core}; empty when unknown
 * @param suffix twlen's part of the name: {@code tw15}, or {@code twctl} for a sysctl; empty when
 *     another builder made the kernel
 * @param version the vendor's version, such as {@code 5.14.0-427.el9}
 * @param exact whether the version has the vendor's release. A build by make names only 6.1.192 for
 *     Debian's 6.1.192-3
 */
public record KernelName(
    String release, String packageName, Optional<String> suffix, String version, boolean exact) {
  /** The name of a build: {@code .tw15} of rpmbuild, {@code -tw15} or {@code _tw15} of make. */
  private static final Pattern MARK =
      Pattern.compile("[-._~+](tw(?:[2-9]|[1-9]\\d{1,5}|ctl))(?![0-9a-z])");

  /** The machine is the last part of an RPM's release; a variant such as {@code +rt} follows. */
  private static final Pattern MACHINE = Pattern.compile("\\.[a-z][a-z0-9_]*(?:\\+.*)?$");

  /** The texts that hosts print are untrusted. */
  private static final Pattern PLAIN = Pattern.compile("[0-9][A-Za-z0-9.+_~^:-]{0,199}");

  /** Returns whether a text is a version or a release of a kernel. */
  static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches();
  }

  /** Returns whether twlen made the package of a version. */
  static boolean isMarked(String text) {
    return MARK.matcher(text).find();
  }

  /**
   * Reads a name.
   *
   * @param packageName empty when unknown
   * @param packageVersion version and release of its package; empty when unknown
   */
  public static KernelName of(String release, String packageName, String packageVersion) {
    Matcher mark = MARK.matcher(release);
    boolean ours = mark.find();
    Optional<String> suffix = ours ? Optional.of(mark.group(1)) : Optional.empty();
    if (ours && release.charAt(mark.start()) == '-') {
      return new KernelName(
          release, packageName, suffix, release.substring(0, mark.start()), false);
    }
    String full =
        packageVersion.isEmpty() ? MACHINE.matcher(release).replaceFirst("") : packageVersion;
    return new KernelName(
        release,
        packageName,
        suffix,
        MARK.matcher(full).replaceFirst(""),
        !packageVersion.isEmpty() || MACHINE.matcher(release).find());
  }

  /** Returns this kernel with the version of the source that it was built from. */
  KernelName builtFrom(String source) {
    return new KernelName(release, packageName, suffix, source, true);
  }

  /** Returns the first numbers of the version: {@code 6.1} of 6.1.192 for 2. */
  String series(int numbers) {
    Matcher found = Pattern.compile("\\d+(?:\\.\\d+){0," + (numbers - 1) + "}").matcher(version);
    return found.lookingAt() ? found.group() : version;
  }
}
