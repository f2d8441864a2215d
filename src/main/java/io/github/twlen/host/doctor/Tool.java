// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.recipe.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A required tool and its state on this host.
 *
 * @param path empty when it is missing
 * @param version empty when it prints none, or is no program
 * @param least the oldest suitable version; empty for any
 * @param newest the newest suitable series; empty for any
 */
public record Tool(
    HostRequirement need,
    Optional<Path> path,
    Optional<Version> version,
    Optional<Version> least,
    Optional<Version> newest,
    State state) {
  /** Suitability. */
  public enum State {
    ENOUGH("enough"),
    /** It prints no version. */
    UNTOLD("unknown version"),
    TOO_OLD("TOO OLD"),
    TOO_NEW("too new"),
    MISSING("MISSING"),
    /** It is missing but optional. */
    NOT_THERE("missing, optional");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** Returns the text for the terminal. */
    public String words() {
      return words;
    }
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Arguments of tools without {@code --version}. */
  private static final Map<String, List<String>> OTHER_ARGUMENTS =
      Map.of("ssh", List.of("-V"), "busybox", List.of(), "busybox.static", List.of());

  /** Finds a tool and asks it for its version. */
  static Tool of(HostRequirement need, KnownVersions known, CommandRunner runner) {
    Optional<Path> path = need.found();
    if (path.isEmpty()) {
      State state = need.optional() ? State.NOT_THERE : State.MISSING;
      // Alternatives have different versions.
      Optional<Version> least =
          need.anyOf().size() == 1 ? known.least(need.anyOf().get(0)) : Optional.empty();
      return new Tool(need, path, Optional.empty(), least, Optional.empty(), state);
    }
    String program = String.valueOf(path.get().getFileName());
    Optional<Version> least = known.least(program);
    Optional<Version> newest = known.newest(program);
    if (!Files.isExecutable(path.get())) {
      return new Tool(need, path, Optional.empty(), least, newest, State.ENOUGH); // A header.
    }
    Optional<Version> version = version(path.get(), TIMEOUT, runner);
    return new Tool(need, path, version, least, newest, judged(version, least, newest));
  }

  /** Returns the version that a program prints; a program that hangs or fails has none. */
  static Optional<Version> version(Path program, Duration timeout, CommandRunner runner) {
    String name = String.valueOf(program.getFileName());
    Command command =
        Command.of(program.toString())
            .with(OTHER_ARGUMENTS.getOrDefault(name, List.of("--version")))
            .within(timeout)
            .withEnvironment("LC_ALL", "C");
    try {
      CommandResult result = runner.run(command);
      return result.ok()
          ? Version.in(Stream.concat(result.output().stream(), result.errors().stream()).toList())
          : Optional.empty();
    } catch (ProcessFailure e) {
      return Optional.empty();
    }
  }

  private static State judged(
      Optional<Version> version, Optional<Version> least, Optional<Version> newest) {
    if (version.isEmpty()) {
      return State.UNTOLD;
    }
    if (least.isPresent() && !version.get().atLeast(least.get())) {
      return State.TOO_OLD;
    }
    // 4.9.4 belongs to the series 4.9.
    boolean later =
        newest.isPresent()
            && !newest.get().atLeast(version.get().cutTo(newest.get().numbers().size()));
    return later ? State.TOO_NEW : State.ENOUGH;
  }

  /**
   * Returns a warning about an old tool. A container replaces tools that compile, not QEMU or
   * ccache.
   *
   * @param environment the distribution whose tools the recipe names
   */
  Optional<Finding> warning(Optional<String> environment) {
    String container = environment.isPresent() ? "--in container" : "--in container --image IMAGE";
    boolean replaceable = path.filter(KnownVersions::compiles).isPresent();
    return state != State.TOO_OLD
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                "tools",
                need.name() + " " + version.orElseThrow() + " is older than " + least.orElseThrow(),
                "install a newer one" + (replaceable ? ", or build with " + container : "")));
  }

  /** Returns whether the tool makes the run impossible. */
  public boolean lacking() {
    return !need.optional() && (state == State.MISSING || state == State.TOO_OLD);
  }

  /** Returns whether the tool can be installed. */
  public boolean absent() {
    return path.isEmpty();
  }
}
