// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.host.doctor.Finding.Standing;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ccache keeps, and how much it may: {@code --print-stats} (since 3.7) and {@code -p} (since
 * 3.2), whose forms have stayed while that of {@code --show-stats} changed.
 *
 * @param folder where it keeps
 * @param sizeBytes what it keeps; empty where it does not tell
 * @param limitBytes what it may keep, 0 for any amount; empty where it does not tell
 * @param large whether the kernel has a distribution's configuration
 */
public record CompilerCache(
    String folder, OptionalLong sizeBytes, OptionalLong limitBytes, boolean large) {
  /**
   * Measured: 53 MiB for three lengths of one minimal kernel. Below this the first results of a
   * build could be thrown away before its end, and the next build would find none of them.
   */
  private static final long SMALL_BUILD = 256 * ByteSize.MIB;

  /** Estimated: the objects of a distribution's configuration, compressed. */
  private static final long LARGE_BUILD = 2 * ByteSize.GIB;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern SIZE = Pattern.compile("cache_size_kibibyte\\s+(\\d{1,15})");
  private static final Pattern LIMIT =
      Pattern.compile("(?:\\(.*\\) )?max_size = (\\d{1,12}(?:\\.\\d{1,6})?) ?([kKMGT]?)(i?)B?");

  /** Asks it. */
  static CompilerCache of(
      Path program, Map<String, String> settings, boolean large, CommandRunner runner) {
    String folder = settings.getOrDefault("CCACHE_DIR", "");
    return new CompilerCache(
        folder,
        size(said(program, settings, "--print-stats", runner)),
        limit(said(program, settings, "-p", runner)),
        large);
  }

  private static List<String> said(
      Path program, Map<String, String> settings, String question, CommandRunner runner) {
    Command command =
        Command.of(program.toString(), question).within(PATIENCE).withEnvironment("LC_ALL", "C");
    for (Map.Entry<String, String> one : settings.entrySet()) {
      command = command.withEnvironment(one.getKey(), one.getValue());
    }
    try {
      CommandResult result = runner.run(command);
      return result.ok() ? result.output() : List.of();
    } catch (ProcessFailure e) {
      return List.of();
    }
  }

  /** What it keeps, out of {@code --print-stats}. */
  static OptionalLong size(List<String> lines) {
    for (String line : lines) {
      Matcher found = SIZE.matcher(line);
      if (found.matches()) {
        return OptionalLong.of(Long.parseLong(found.group(1)) * 1024);
      }
    }
    return OptionalLong.empty();
  }

  /** What it may keep, out of {@code -p}; a number alone is of GiB, as ccache(1) says. */
  static OptionalLong limit(List<String> lines) {
    for (String line : lines) {
      Matcher found = LIMIT.matcher(line.strip());
      if (found.matches()) {
        long base = found.group(3).isEmpty() ? 1000 : 1024;
        long unit =
            switch (found.group(2).toUpperCase(Locale.ROOT)) {
              case "K" -> base;
              case "M" -> base * base;
              case "T" -> base * base * base * base;
              default -> base * base * base;
            };
        return OptionalLong.of((long) (Double.parseDouble(found.group(1)) * unit));
      }
    }
    return OptionalLong.empty();
  }

  /** For a person. */
  public Finding finding() {
    String holds =
        sizeBytes.isPresent() ? ByteSize.of(sizeBytes.getAsLong()) : "an amount not told";
    String limit =
        limitBytes.isEmpty()
            ? "a limit not told"
            : limitBytes.getAsLong() == 0 ? "no limit" : ByteSize.of(limitBytes.getAsLong());
    String what = "keeps " + holds + " of " + limit + " in " + folder;
    long least = large ? LARGE_BUILD : SMALL_BUILD;
    if (limitBytes.isPresent() && limitBytes.getAsLong() > 0 && limitBytes.getAsLong() < least) {
      return new Finding(
          "ccache",
          Standing.WARNING,
          what
              + "; less than the "
              + ByteSize.of(least)
              + " of one build, the next one finds little",
          "set max_size in its configuration, or the variable CCACHE_MAXSIZE, to more");
    }
    return Finding.fine("ccache", what);
  }
}
