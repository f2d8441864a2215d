// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.build.BriefCommand;
import io.github.twlen.build.ErrorLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explains why a script of a spec failed. rpm runs scripts with {@code set -x -e} (see {@code
 * ___build_pre} in its macros): the last traced command failed, and its output has the reason.
 */
final class SpecScript implements Consumer<String> {
  private static final Pattern TRACED = Pattern.compile("\\++ (.+)");

  /** Commands that only end the script; the one before failed. */
  private static final Pattern ENDS = Pattern.compile("(?:exit|return)(?: \\d+)?|false|popd|cd .*");

  /** bash reads it as {@code fg %name} and reports "no job control". */
  private static final Pattern UNDEFINED = Pattern.compile("%\\{?(\\w+).*");

  private static final Pattern MAKE = Pattern.compile("(?:\\S*/)?make(?: .*|$)");

  /** el6's own target, which fails if an option is not set. */
  private static final Pattern CONFIGURES = Pattern.compile("(?:\\S*/)?make .*nonint_oldconfig.*");

  private static final Pattern MAKE_FAILED = Pattern.compile("make(?:\\[\\d+\\])?: \\*\\*\\* .*");
  private static final Pattern OPTION =
      Pattern.compile("(?:# )?(CONFIG_\\w+)(?:[= ].*|$)|.*\\b(CONFIG_\\w+) is not set.*");
  private static final Pattern CONFIG_FILE =
      Pattern.compile("(?:.*[\\s'/])?([\\w.+-]+\\.config)\\b.*");

  /** rpm's own error message, which has no reason. */
  private static final Pattern BAD_EXIT =
      Pattern.compile("error: Bad exit status from .*?(\\(%prep\\))?");

  private static final Pattern OWN =
      Pattern.compile(
          "RPM build (?:errors|warnings):|    .*|Child return code was:"
              + " .*|Executing\\(.*|\\s*|make(?:\\[\\d+\\])?: .*");

  /**
   * rpm runs {@code %(...)} by {@code sh -c} while it reads the spec. Scripts are files, which
   * their shell names; make runs {@code /bin/sh}.
   */
  private static final Pattern READING =
      Pattern.compile("sh: (?:line )?\\d+: .*: (?:command )?not found");

  /** Longer output is a listing, not a reason. */
  private static final int MOST_LINES = 200;

  /** Limits memory; a line with an option is shorter, in characters. */
  private static final int LONGEST = 1 << 13;

  private final Set<String> noise;
  private final List<String> said = new ArrayList<>();
  private String command = "";
  private String configFile = "";
  private ErrorLines sinceCommand = new ErrorLines();
  private ErrorLines sinceMake = new ErrorLines();
  private boolean makeFailed;
  private boolean failed;
  private boolean inPrep;

  /**
   * @param noise warnings that rpm prints while it reads the spec
   */
  public SpecScript(List<String> noise) {
    this.noise = Set.copyOf(noise);
  }

  @Override
  public void accept(String line) {
    Matcher traced = TRACED.matcher(line);
    Matcher end = BAD_EXIT.matcher(line);
    if (traced.matches()) {
      follow(traced.group(1));
    } else if (end.matches()) {
      failed = true;
      inPrep = end.group(1) != null;
    } else if (!isNoise(line)) {
      sinceCommand.accept(line);
      sinceMake.accept(line);
      makeFailed |= MAKE_FAILED.matcher(line).matches();
      if (said.size() < MOST_LINES && line.length() < LONGEST && !OWN.matcher(line).matches()) {
        said.add(line.strip());
      }
    }
    Matcher file = CONFIG_FILE.matcher(line);
    if (file.matches() && !file.group(1).equals(".config")) {
      configFile = file.group(1);
    }
  }

  private boolean isNoise(String line) {
    return noise.contains(line) || noise.contains(line.strip()) || READING.matcher(line).matches();
  }

  private void follow(String next) {
    if (ENDS.matcher(next).matches()) {
      return;
    }
    command = next;
    said.clear();
    sinceCommand = new ErrorLines();
    if (MAKE.matcher(next).matches()) {
      sinceMake = new ErrorLines();
      makeFailed = false;
    }
  }

  /** Returns why the script failed, if it did and a reason is known. */
  public Optional<String> reason() {
    if (!failed) {
      return Optional.empty();
    }
    if (makeFailed) {
      return sinceMake.first();
    }
    Matcher undefined = UNDEFINED.matcher(command);
    if (undefined.matches()) {
      return Optional.of("%" + undefined.group(1) + ": nothing defines this macro");
    }
    return sinceCommand
        .first()
        .or(() -> said.stream().reduce((first, second) -> second))
        .or(
            () ->
                command.isEmpty()
                    ? Optional.empty()
                    : Optional.of("`" + BriefCommand.of(command) + "` failed"));
  }

  /** Returns the kernel options that %prep listed as not set before it failed. */
  public List<String> refusedOptions() {
    if (!inPrep || (makeFailed && !CONFIGURES.matcher(command).matches())) {
      return List.of();
    }
    return said.stream()
        .map(OPTION::matcher)
        .filter(Matcher::matches)
        .map(option -> option.group(1) == null ? option.group(2) : option.group(1))
        .distinct()
        .toList();
  }

  /** Returns the name of the configuration file that %prep checked last. */
  public Optional<String> configFile() {
    return configFile.isEmpty() ? Optional.empty() : Optional.of(configFile);
  }
}
