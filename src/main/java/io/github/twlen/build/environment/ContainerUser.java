// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.MissingDependencyFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Numbers of the user and group that run a container's programs. */
record ContainerUser(int uid, int gid) {
  /** The container's root, which rootless docker maps to the caller. */
  static final ContainerUser ROOT = new ContainerUser(0, 0);

  /** Returns the user who runs twlen. */
  static ContainerUser present() {
    try {
      // The owner of a process's directory in /proc is its effective user.
      Path self = Path.of("/proc/self");
      return new ContainerUser(
          ((Number) Files.getAttribute(self, "unix:uid")).intValue(),
          ((Number) Files.getAttribute(self, "unix:gid")).intValue());
    } catch (IOException | UnsupportedOperationException e) {
      throw new MissingDependencyFailure(
          "cannot find this user's number: no /proc", "mount /proc, or build with --in host", e);
    }
  }

  /** Returns the argument of {@code --user}. */
  String numbers() {
    return uid + ":" + gid;
  }

  /**
   * Returns the container's {@code /etc/passwd}. The rpm of el6 and el7 rejects sources of an owner
   * without a name ("Bad owner/group"), and an image cannot know its future users.
   */
  String passwd() {
    return "root:x:0:0:root:/root:/bin/sh\n"
        + (uid == 0 ? "" : "twlen:x:" + numbers() + "::/:/bin/sh\n");
  }

  /** Returns the container's {@code /etc/group}. */
  String group() {
    return "root:x:0:\n" + (gid == 0 ? "" : "twlen:x:" + gid + ":\n");
  }
}
