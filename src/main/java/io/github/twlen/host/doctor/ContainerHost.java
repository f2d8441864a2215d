// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.TwlenFailure;
import io.github.twlen.build.environment.ContainerEnvironment;
import io.github.twlen.host.doctor.Finding.Standing;
import io.github.twlen.process.CommandRunner;
import java.util.List;

/**
 * What this host has for a build in a container: a program that works, and the image. Asked as the
 * build asks.
 *
 * @param environment where it is built
 * @param runner runs podman or docker
 */
record ContainerHost(ContainerEnvironment environment, CommandRunner runner) {
  /** All that was found out; to be called where there is podman or docker. */
  List<Finding> findings() {
    Finding works;
    try {
      works = Finding.fine("container", "by " + environment.program(runner));
    } catch (TwlenFailure e) {
      return List.of(Finding.lacking("container", e));
    }
    return List.of(works, image());
  }

  private Finding image() {
    String name = environment.image().name();
    try {
      return environment.hasImage(runner)
          ? Finding.fine("image", name + " is there")
          : new Finding(
              "image",
              Standing.NOTE,
              name + " is not there, and is built first, once",
              "it takes the network, and some minutes");
    } catch (TwlenFailure e) {
      return Finding.lacking("image", e);
    }
  }
}
