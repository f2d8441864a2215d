// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.MissingDependencyFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The user that a container's programs run as, as the container knows it.
 *
 * @param uid the user's number in there
 * @param gid the group's number in there
 */
record ContainerUser(int uid, int gid) {
  /** Who is mapped to the user outside where a container has numbers of its own. */
  static final ContainerUser ROOT = new ContainerUser(0, 0);

  /** Who runs twlen. */
  static ContainerUser present() {
    try {
      // The owner of a process's folder there is its effective user.
      Path self = Path.of("/proc/self");
      return new ContainerUser(
          ((Number) Files.getAttribute(self, "unix:uid")).intValue(),
          ((Number) Files.getAttribute(self, "unix:gid")).intValue());
    } catch (IOException | UnsupportedOperationException e) {
      throw new MissingDependencyFailure(
          "cannot tell which user this is: /proc is not there",
          "containers take Linux; mount /proc, or build with --in host",
          e);
    }
  }

  /** As {@code --user} takes it. */
  String numbers() {
    return uid + ":" + gid;
  }

  /**
   * The {@code /etc/passwd} of the container. The rpm of el6 and el7 refuses sources whose owner
   * has no name ("Bad owner/group"), and an image cannot know who will use it.
   */
  String passwd() {
    return "root:x:0:0:root:/root:/bin/sh\n"
        + (uid == 0 ? "" : "twlen:x:" + numbers() + "::/:/bin/sh\n");
  }

  /** The {@code /etc/group} of the container. */
  String group() {
    return "root:x:0:\n" + (gid == 0 ? "" : "twlen:x:" + gid + ":\n");
  }
}
