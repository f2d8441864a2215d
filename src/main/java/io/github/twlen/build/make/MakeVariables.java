// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.launcher.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Variables of make's command line. None depends on the clock or the host's name, so the same
 * source gives the same kernel.
 */
final class MakeVariables {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT);

  private MakeVariables() {}

  /**
   * Returns the variables, each as {@code NAME=VALUE}.
   *
   * @param launcher starts the compiler; NONE if wrapper scripts do that
   * @throws BuildFailure when the tree has no Makefile
   */
  static List<String> of(BuildTree tree, MakeBuild.Request request, Launcher launcher) {
    List<String> variables =
        new ArrayList<>(
            List.of(
                "ARCH=x86_64",
                "LOCALVERSION=" + request.localVersion(),
                "KBUILD_BUILD_USER=twlen",
                "KBUILD_BUILD_HOST=twlen",
                "KBUILD_BUILD_VERSION=1",
                "KBUILD_BUILD_TIMESTAMP=" + timestamp(tree)));
    variables.addAll(launcher.makeVariables());
    if (request.packageTargets().contains("bindeb-pkg")) {
      // twlen has already checked the build dependencies that this configuration needs.
      variables.add("DPKG_FLAGS=-d");
    }
    return variables;
  }

  /** Returns the source's own date, which the tarball holds and unpacking keeps. */
  private static String timestamp(BuildTree tree) {
    try {
      return DATE.format(
          Files.getLastModifiedTime(tree.linux().resolve("Makefile"))
              .toInstant()
              .atZone(ZoneOffset.UTC));
    } catch (IOException e) {
      throw new BuildFailure(
          "cannot build " + tree.linux() + ": no Makefile",
          "pass the top directory of a kernel tree",
          e);
    }
  }
}
