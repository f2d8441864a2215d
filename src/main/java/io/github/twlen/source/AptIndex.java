// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.TerminalText;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What apt's own index says of a package. */
public final class AptIndex {
  private static final Pattern CARRIER = Pattern.compile("linux-source-[0-9][a-z0-9.+-]*");
  private static final String UPDATE =
      "run `apt-get update`, name another recipe (`twlen recipes list`), or give a kernel tree or"
          + " tarball";

  private final CommandRunner runner;

  /**
   * A package as the index has it.
   *
   * @param name its name
   * @param version the version that apt would install
   * @param sha256 of the .deb
   * @param depends the packages it depends on, versions left out
   */
  record Entry(String name, String version, String sha256, List<String> depends) {
    /**
     * What its folder in the cache is called: an epoch's colon is not for file names.
     *
     * @throws SourceFailure when the index has a version that is none
     */
    FileName folder() {
      return FileName.of(name + "_" + version.replace(':', '_'))
          .orElseThrow(
              () ->
                  new SourceFailure(
                      "apt's index gives "
                          + name
                          + " the version '"
                          + TerminalText.of(version)
                          + "'",
                      "look at the repositories of this host's apt",
                      null));
    }
  }

  AptIndex(CommandRunner runner) {
    this.runner = runner;
  }

  /**
   * The version of the kernel that a package carries, such as {@code 6.1.192-2}; empty where apt
   * does not tell it.
   */
  public static Optional<String> kernelOf(String named, CommandRunner runner) {
    try {
      return Optional.of(new AptIndex(runner).carrier(named).version());
    } catch (SourceFailure | ProcessFailure e) {
      return Optional.empty(); // Whoever fetches it tells why.
    }
  }

  /**
   * The package that carries the tarball: the one that was named, or the one that a metapackage
   * such as {@code linux-source} depends on.
   */
  Entry carrier(String named) {
    Entry entry = entry(named);
    if (CARRIER.matcher(named).matches()) {
      return entry;
    }
    String carried =
        entry.depends().stream()
            .filter(d -> CARRIER.matcher(d).matches())
            .findFirst()
            .orElseThrow(
                () ->
                    new SourceFailure(
                        named + " is no kernel source and depends on none",
                        "name a package such as linux-source-6.1",
                        null));
    return entry(carried);
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
          "this host has no apt, from which " + name + " would come",
          "give a kernel tree or a tarball instead of a recipe",
          e);
    }
    Map<String, String> fields = fields(result.output());
    if (!result.ok() || !fields.containsKey("Version") || !fields.containsKey("SHA256")) {
      throw new SourceFailure("apt knows no package " + name, UPDATE, null);
    }
    return new Entry(
        name,
        field(fields, "Version").orElse(""),
        field(fields, "SHA256").orElse(""),
        depends(field(fields, "Depends").orElse("")));
  }

  /** The fields of the first paragraph; what is folded over several lines is not needed here. */
  private static Map<String, String> fields(List<String> lines) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(": ");
      if (line.isEmpty()) {
        break;
      }
      if (colon > 0 && !line.startsWith(" ")) {
        fields.put(line.substring(0, colon), line.substring(colon + 2).strip());
      }
    }
    return fields;
  }

  private static Optional<String> field(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name));
  }

  private static List<String> depends(String field) {
    List<String> names = new ArrayList<>();
    Matcher name = Pattern.compile("(?:^|[,|])\\s*([a-z0-9][a-z0-9.+-]+)").matcher(field);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }
}
