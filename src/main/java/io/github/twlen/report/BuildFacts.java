package io.github.twlen.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was compiled.
 *
 * @param release the built kernel's release, as {@code uname -r} will print it
 * @param architecture as the kernel's makefiles call it
 * @param targets what was asked of make or rpmbuild, such as {@code binrpm-pkg}
 * @param config where the configuration came from
 * @param configSha256 of the {@code .config} that was built, hexadecimal
 * @param fragments configuration fragments that were read back from that {@code .config} and found
 *     in force
 * @param filesCompiled C files that the compiler was run on, from the build's log
 * @param launcher what stood before the compiler, such as {@code ccache}; absent when nothing did
 * @param seconds how long it took
 * @param artifacts what came out of it
 */
public record BuildFacts(
    String release,
    String architecture,
    List<String> targets,
    String config,
    String configSha256,
    List<String> fragments,
    int filesCompiled,
    @Nullable String launcher,
    double seconds,
    List<Artifact> artifacts) {

  /** Copies what it is given. */
  public BuildFacts {
    Numbers.requireFinite(seconds);
    targets = List.copyOf(targets);
    fragments = List.copyOf(fragments);
    artifacts = List.copyOf(artifacts);
  }

  /**
   * A file that the build made.
   *
   * @param path relative to the report's folder when it lies in there, else absolute
   * @param bytes its size
   * @param sha256 hexadecimal
   */
  public record Artifact(String path, long bytes, String sha256) {}
}
