// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.TerminalText;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks up packages in the index of apt. */
public final class AptIndex {
  private static final Pattern CARRIER = Pattern.compile("linux-source-[0-9][a-z0-9.+-]*");
  private static final Pattern NAME = Pattern.compile("(?:^|[,|])\\s*([a-z0-9][a-z0-9.+-]+)");

  private final CommandRunner runner;

  /**
   * A package of the index.
   *
   * @param version the version that apt would install
   * @param sha256 of the .deb
   * @param depends the names of its dependencies
   */
  record Entry(String name, String version, String sha256, List<String> depends) {
    /**
     * Returns the name of its directory in the cache, without the colon of an epoch; fails when the
     * version is invalid.
     */
    FileName folder() {
      return FileName.of(name + "_" + version.replace(':', '_'))
          .orElseThrow(
              () ->
                  new SourceFailure(
                      "cannot fetch "
                          + name
                          + ": invalid version '"
                          + TerminalText.of(version)
                          + "'",
                      "fix the repositories of this host's apt"));
    }
  }

  AptIndex(CommandRunner runner) {
    this.runner = runner;
  }

  /** Returns the kernel version of a package, such as {@code 6.1.192-2}; empty when unknown. */
  public static Optional<String> kernelOf(String named, CommandRunner runner) {
    try {
      return Optional.of(new AptIndex(runner).carrier(named).version());
    } catch (SourceFailure | ProcessFailure e) {
      return Optional.empty(); // Fetching it reports the reason.
    }
  }

  /** Returns the package with the tarball: the named one, or a dependency of a metapackage. */
  Entry carrier(String named) {
    Entry entry = entry(named);
    if (CARRIER.matcher(named).matches()) {
      return entry;
    }
    return entry.depends().stream()
        .filter(d -> CARRIER.matcher(d).matches())
        .findFirst()
        .map(this::entry)
        .orElseThrow(
            () ->
                new SourceFailure(
                    "cannot fetch " + named + ": not a kernel source, and depends on none",
                    "pass a package such as linux-source-6.1"));
  }

  private Entry entry(String name) {
    CommandResult result;
    try {
      result =
          runner.run(
              Command.of("apt-cache", "show", "--no-all-versions", name)
                  .withEnvironment("LC_ALL", "C"));
    } catch (ProcessFailure e) {
      throw new SourceFailure(
          "cannot fetch " + name + ": apt not found",
          "pass a kernel tree or a tarball instead of a recipe",
          e);
    }
    Optional<String> version = field(result, "Version");
    Optional<String> sha256 = field(result, "SHA256");
    if (!result.ok() || version.isEmpty() || sha256.isEmpty()) {
      throw new SourceFailure(
          "cannot fetch " + name + ": apt has no such package",
          "run `apt-get update`, or pass another recipe, a kernel tree or a tarball");
    }
    List<String> depends =
        NAME.matcher(field(result, "Depends").orElse("")).results().map(m -> m.group(1)).toList();
    return new Entry(name, version.get(), sha256.get(), depends);
  }

  /** Returns a field of the first paragraph, without folded lines. */
  private static Optional<String> field(CommandResult result, String name) {
    return result.output().stream()
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2).strip())
        .reduce((first, last) -> last);
  }
}
