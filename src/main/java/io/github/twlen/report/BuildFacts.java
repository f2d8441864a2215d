// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.report.text.Numbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was compiled.
 *
 * @param release the built kernel's release, as {@code uname -r} will print it
 * @param architecture as the kernel's makefiles call it
 * @param targets what was asked of make or rpmbuild, such as {@code binrpm-pkg}
 * @param config where the configuration came from
 * @param configSha256 of the {@code .config} that was built, hexadecimal; absent when no package
 *     told it
 * @param fragments configuration fragments that were read back from that {@code .config} and found
 *     in force
 * @param configuration how that .config differs from the one that was given; absent when a spec
 *     configured
 * @param filesCompiled C files that the compiler was run on, from the build's log
 * @param launcher what stood before the compiler, such as {@code ccache}; absent when nothing did
 * @param environment where it was built: {@code host}, or a container's or a box's name
 * @param seconds how long it took
 * @param artifacts what came out of it
 * @param notes what whoever installs it should know, a sentence each
 * @param remedies what let a new tool build an old kernel; none where none was needed
 * @param installation the commands that bring it onto a host; absent when no packages were made
 */
public record BuildFacts(
    String release,
    String architecture,
    List<String> targets,
    String config,
    @Nullable String configSha256,
    List<String> fragments,
    @Nullable Configuration configuration,
    int filesCompiled,
    @Nullable String launcher,
    String environment,
    double seconds,
    List<Artifact> artifacts,
    List<String> notes,
    List<AppliedRemedy> remedies,
    @Nullable Installation installation) {
  /** Copies what it is given. */
  public BuildFacts {
    Numbers.requireFinite(seconds);
    targets = List.copyOf(targets);
    fragments = List.copyOf(fragments);
    artifacts = List.copyOf(artifacts);
    notes = List.copyOf(notes);
    remedies = List.copyOf(remedies);
  }

  /**
   * A kernel configuration against the one that was given; all lists are empty for the smallest
   * one, which starts from nothing.
   *
   * @param lean whether what a proof does not need was switched off
   * @param proofOnly whether the kernel is for a proof and not for a server
   * @param leftOut options that were asked for and that this kernel does not have
   * @param byTwlen what a fragment, --lean or a missing file changed, as {@code CONFIG_X: y to n}
   * @param changed options to which kconfig gave another value
   * @param dropped options that kconfig took out
   * @param added options that the given file does not name, at their default
   */
  public record Configuration(
      boolean lean,
      boolean proofOnly,
      List<String> leftOut,
      List<String> byTwlen,
      List<String> changed,
      List<String> dropped,
      List<String> added) {
    /** Copies what it is given. */
    public Configuration {
      leftOut = List.copyOf(leftOut);
      byTwlen = List.copyOf(byTwlen);
      changed = List.copyOf(changed);
      dropped = List.copyOf(dropped);
      added = List.copyOf(added);
    }
  }

  /**
   * A file that the build made.
   *
   * @param path relative to the report's folder when it lies in there, else absolute
   * @param bytes its size
   * @param sha256 hexadecimal
   */
  public record Artifact(String path, long bytes, String sha256) {}

  /**
   * The commands that a person types as root on the host that is to run the kernel, in this order.
   *
   * @param install puts the packages beside the kernels that are there
   * @param bootOnce starts it the next time only: a host that does not come back is reset, and is
   *     on its old kernel
   * @param makeDefault starts it from now on
   * @param goBack starts the old kernel again, and takes the packages away
   */
  public record Installation(
      List<String> install, List<String> bootOnce, List<String> makeDefault, List<String> goBack) {
    /** Copies what it is given. */
    public Installation {
      install = List.copyOf(install);
      bootOnce = List.copyOf(bootOnce);
      makeDefault = List.copyOf(makeDefault);
      goBack = List.copyOf(goBack);
    }
  }
}
