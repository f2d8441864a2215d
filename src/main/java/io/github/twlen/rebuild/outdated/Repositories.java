// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import io.github.twlen.Message;
import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.TerminalText;
import io.github.twlen.process.CommandResult;
import io.github.twlen.recipe.Address;
import io.github.twlen.source.SourceFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks the package manager of a host. It prints untrusted text, of which only valid versions are
 * used.
 *
 * @param offline whether the host must use its cached index
 */
record Repositories(AskedHost host, PackageTool tool, boolean offline) {
  private static final int LONGEST_REASON = 300;

  /** The exit code of dnf and yum for a command line that they do not know. */
  private static final int USAGE = 2;

  /**
   * Finds the package manager of a host.
   *
   * @throws MissingDependencyFailure when it has none of the known ones
   */
  static Repositories of(AskedHost host, boolean offline) {
    return Stream.of(PackageTool.APT, PackageTool.RPM)
        .filter(tool -> host.run(tool.probe()).filter(CommandResult::ok).isPresent())
        .findFirst()
        .map(tool -> new Repositories(host, tool, offline))
        .orElseThrow(
            () ->
                new MissingDependencyFailure(
                    "cannot query " + host.name() + ": neither dpkg nor rpm found",
                    "pass --recipe RECIPE"));
  }

  /** Reads the name of the running kernel, and finds its package. */
  KernelName running() {
    String release =
        host.run(List.of("uname", "-r"))
            .map(result -> String.join("", result.output()).strip())
            .filter(KernelName::isPlain)
            .orElseThrow(
                () ->
                    new MissingDependencyFailure(
                        "cannot query " + host.name() + ": uname -r printed no release",
                        "use a login shell that prints nothing of its own"));
    return host.run(tool.ownerOf(release)).map(CommandResult::output).orElse(List.of()).stream()
        .map(line -> line.strip().split("@", 3))
        .filter(parts -> parts.length == 2 && parts[0].matches("[a-z][A-Za-z0-9.+_-]{0,199}"))
        .filter(parts -> KernelName.isPlain(parts[1]))
        .findFirst()
        .map(parts -> KernelName.of(release, parts[0], parts[1]))
        .orElseGet(() -> KernelName.of(release, "", ""));
  }

  /**
   * Returns the vendor's newest version of a kernel.
   *
   * @throws SourceFailure when the host cannot be asked, or knows none
   */
  VendorNewest newest(KernelName kernel) {
    return newest(tool.groups(kernel));
  }

  /** Returns the newest version of a package. */
  VendorNewest newest(List<List<String>> groups) {
    for (List<String> names : groups) {
      Map<String, String> found = versions(names);
      Optional<Map.Entry<String, String>> best =
          found.entrySet().stream().max(Map.Entry.comparingByKey(tool.rules()));
      if (best.isPresent()) {
        Message place =
            Message.of(
                Freshness.class,
                "place",
                "tool",
                tool.name(),
                "host",
                Freshness.hostName(host.name()));
        return new VendorNewest(
            best.get().getKey(), place, best.get().getValue(), tool.rules(), isRecent());
      }
    }
    String names = groups.stream().flatMap(List::stream).collect(Collectors.joining(", "));
    throw failed("it offers no package " + names);
  }

  /** Returns the packages by version, without those of twlen, which may be in a repository too. */
  private Map<String, String> versions(List<String> names) {
    String output = String.join("\n", query(names).output());
    return tool.row()
        .matcher(output)
        .results()
        .filter(row -> names.contains(row.group(1)) && KernelName.isPlain(row.group(2)))
        .filter(row -> !KernelName.isMarked(row.group(2)))
        .collect(Collectors.toMap(r -> r.group(2), r -> r.group(1), (one, other) -> one));
  }

  private CommandResult query(List<String> names) {
    for (List<String> query : tool.queries()) {
      List<String> words = new ArrayList<>(query);
      if (offline) {
        words.addAll(1, tool.offline());
      }
      words.addAll(names);
      Optional<CommandResult> result = host.run(words).filter(r -> r.exit() != USAGE);
      if (result.isPresent()) {
        // yum fails for an unknown package, and says so in the language of errors.
        if (!result.get().ok() && !result.get().lastLine().contains("No matching Packages")) {
          String reason = TerminalText.line(Address.shownIn(result.get().lastLine()));
          throw failed(TerminalText.beginning(reason, LONGEST_REASON));
        }
        return result.get();
      }
    }
    throw new MissingDependencyFailure(
        "cannot query " + host.name() + ": " + tool.name() + " not found",
        "pass --recipe RECIPE or --ssh HOST");
  }

  private SourceFailure failed(String reason) {
    return new SourceFailure(
        "cannot query " + tool.name() + " of " + host.name() + ": " + reason, tool.fix());
  }

  private boolean isRecent() {
    return tool.index().isEmpty()
        || host.run(tool.index()).stream().anyMatch(result -> !result.output().isEmpty());
  }
}
