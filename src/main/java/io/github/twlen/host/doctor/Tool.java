// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One thing that a run needs, as it is here.
 *
 * @param need what it is
 * @param path where it is; empty when it is not there
 * @param version what it says of itself; empty when it does not tell, or is no program
 * @param least what is enough; empty when any is
 * @param newest the last series that is known to do; empty when any later one does
 * @param state the judgement
 */
public record Tool(
    HostRequirement need,
    Optional<Path> path,
    Optional<Version> version,
    Optional<Version> least,
    Optional<Version> newest,
    State state) {
  /** What was judged. */
  public enum State {
    /** It is there, and not older than what is enough. */
    ENOUGH("enough"),
    /** It is there; what it prints is no version. */
    UNTOLD("version not told"),
    /** It is there, and older than what is enough. */
    TOO_OLD("TOO OLD"),
    /** It is there, and later than what the kernel was prepared for. */
    TOO_NEW("too new"),
    /** It is not there, and the run is not possible without it. */
    MISSING("MISSING"),
    /** It is not there, and the run is possible without it. */
    NOT_THERE("not there, helpful");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** For a person. */
    public String words() {
      return words;
    }
  }

  /** Looks for it and asks it. */
  static Tool of(HostRequirement need, KnownVersions known, CommandRunner runner) {
    Optional<Path> path = need.found();
    if (path.isEmpty()) {
      State state = need.optional() ? State.NOT_THERE : State.MISSING;
      // Of several programs that would do, none is asked for its version.
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
    Optional<Version> version = new VersionQuery(runner).ask(path.get());
    return new Tool(need, path, version, least, newest, judged(version, least, newest));
  }

  private static State judged(
      Optional<Version> version, Optional<Version> least, Optional<Version> newest) {
    if (version.isEmpty()) {
      return State.UNTOLD;
    }
    if (least.isPresent() && !version.get().atLeast(least.get())) {
      return State.TOO_OLD;
    }
    // The newest is a series: 4.9.4 is of 4.9.
    boolean later =
        newest.isPresent()
            && !newest.get().atLeast(version.get().cutTo(newest.get().numbers().size()));
    return later ? State.TOO_NEW : State.ENOUGH;
  }

  /** Whether the run is not possible with it as it is. */
  public boolean lacking() {
    return !need.optional() && (state == State.MISSING || state == State.TOO_OLD);
  }

  /** Whether it is to be installed. */
  public boolean absent() {
    return path.isEmpty();
  }
}
