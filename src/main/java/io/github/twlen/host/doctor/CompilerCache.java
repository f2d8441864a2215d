// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

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
 * Size and limit of ccache, from {@code --print-stats} (since 3.7) and {@code -p} (since 3.2):
 * their formats are stable, unlike that of {@code --show-stats}.
 *
 * @param sizeBytes empty when unknown
 * @param limitBytes 0 for no limit; empty when unknown
 * @param large whether the kernel has a distribution's configuration
 */
public record CompilerCache(
    String folder, OptionalLong sizeBytes, OptionalLong limitBytes, boolean large) {
  /**
   * Measured: 53 MiB for three lengths of one minimal kernel. With a smaller limit a build could
   * evict its own first results.
   */
  private static final long SMALL_BUILD = 256 * ByteSize.MIB;

  /** Estimated: the objects of a distribution's configuration, compressed. */
  private static final long LARGE_BUILD = 2 * ByteSize.GIB;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Pattern SIZE = Pattern.compile("cache_size_kibibyte\\s+(\\d{1,15})");
  private static final Pattern LIMIT =
      Pattern.compile("(?:\\(.*\\) )?max_size = (\\d{1,12}(?:\\.\\d{1,6})?) ?([kKMGT]?)(i?)B?");

  /** Asks ccache. */
  static CompilerCache of(
      Path program, Map<String, String> settings, boolean large, CommandRunner runner) {
    return new CompilerCache(
        settings.getOrDefault("CCACHE_DIR", ""),
        size(output(program, settings, "--print-stats", runner)),
        limit(output(program, settings, "-p", runner)),
        large);
  }

  private static List<String> output(
      Path program, Map<String, String> settings, String option, CommandRunner runner) {
    Command command =
        Command.of(program.toString(), option).within(TIMEOUT).withEnvironment("LC_ALL", "C");
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

  /** Reads the size from {@code --print-stats}. */
  static OptionalLong size(List<String> lines) {
    return lines.stream()
        .map(SIZE::matcher)
        .filter(Matcher::matches)
        .mapToLong(found -> Long.parseLong(found.group(1)) * 1024)
        .findFirst();
  }

  /** Reads the limit from {@code -p}; its default unit is GiB (ccache(1)). */
  static OptionalLong limit(List<String> lines) {
    return lines.stream()
        .map(line -> LIMIT.matcher(line.strip()))
        .filter(Matcher::matches)
        .mapToLong(CompilerCache::limit)
        .findFirst();
  }

  private static long limit(Matcher found) {
    int base = found.group(3).isEmpty() ? 1000 : 1024;
    String unit = found.group(2).isEmpty() ? "G" : found.group(2).toUpperCase(Locale.ROOT);
    int power = "KMGT".indexOf(unit) + 1;
    return (long) (Double.parseDouble(found.group(1)) * Math.pow(base, power));
  }

  /** Returns the result for the user. */
  public Finding finding() {
    String size = sizeBytes.isPresent() ? ByteSize.of(sizeBytes.getAsLong()) : "unknown size";
    long limit = limitBytes.orElse(0);
    String shownLimit =
        limitBytes.isEmpty() ? "unknown limit" : limit == 0 ? "no limit" : ByteSize.of(limit);
    String what = size + " of " + shownLimit + " in " + folder;
    long least = large ? LARGE_BUILD : SMALL_BUILD;
    return limit > 0 && limit < least
        ? Finding.warning(
            "ccache",
            what + "; one build needs " + ByteSize.of(least) + ", so the next would reuse little",
            "increase max_size in its configuration, or CCACHE_MAXSIZE")
        : Finding.fine("ccache", what);
  }
}
