// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** rpm's own comparison of releases, asked of rpm itself where the packages were built. */
final class RpmVersionCompare {
  /** What may stand in a version or a release (rpm: build/parsePreamble.c); no quotes among it. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._+~^-]+");

  private final ActiveEnvironment active;
  private final Path folder;

  RpmVersionCompare(ActiveEnvironment active, Path folder) {
    this.active = active;
    this.folder = folder;
  }

  /**
   * Whether a release counts as newer than another, so that it is installed over it.
   *
   * @throws BuildFailure when rpm does not answer
   */
  boolean newer(String release, String than) {
    if (!PLAIN.matcher(release + than).matches()) {
      throw noAnswer(release, than, "a release has signs that none may have");
    }
    String question = "%{lua:print(rpm.vercmp('" + release + "', '" + than + "'))}";
    CommandResult result = active.run(Command.of("rpm", "--eval", question).in(folder), line -> {});
    String answer = String.join("", result.output()).strip();
    if (!result.ok() || !answer.matches("-?[01](\\.0)?")) {
      throw noAnswer(release, than, result.lastLine());
    }
    return answer.startsWith("1");
  }

  private static BuildFailure noAnswer(String release, String than, String why) {
    return new BuildFailure(
        "rpm does not say which is newer, " + release + " or " + than + ": " + why,
        "try `rpm --eval \"%{lua:print(rpm.vercmp('2', '1'))}\"` there; it prints 1",
        null);
  }
}
