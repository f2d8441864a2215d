// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.TwlenFailure;
import io.github.twlen.build.environment.ContainerEnvironment;
import io.github.twlen.host.doctor.Finding.Standing;
import io.github.twlen.process.CommandRunner;
import java.util.List;

/** Inspects the container program and the image of a build. */
record ContainerHost(ContainerEnvironment environment, CommandRunner runner) {
  /** Returns the findings; requires podman or docker. */
  List<Finding> findings() {
    try {
      return List.of(Finding.fine("container", "by " + environment.program(runner)), image());
    } catch (TwlenFailure e) {
      return List.of(Finding.lacking("container", e));
    }
  }

  private Finding image() {
    String name = environment.image().name();
    try {
      return environment.hasImage(runner)
          ? Finding.fine("image", name + " exists")
          : new Finding(
              "image",
              Standing.NOTE,
              name + " does not exist; the build creates it first, once",
              "allow a few minutes and network access");
    } catch (TwlenFailure e) {
      return Finding.lacking("image", e);
    }
  }

  /** Returns whether the image exists; {@link #findings} reports errors. */
  boolean isReady() {
    try {
      return environment.hasImage(runner);
    } catch (TwlenFailure e) {
      return false;
    }
  }
}
