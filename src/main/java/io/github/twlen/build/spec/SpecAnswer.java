// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What rpm reads in a spec.
 *
 * @param text the expanded spec; empty where rpm has no rpmspec
 * @param said warnings of rpm and of programs that the spec's macros call
 */
public record SpecAnswer(
    String name, String version, String release, SpecFile text, List<String> said) {
  private static final Pattern TAG = Pattern.compile("(?i)\\s*(\\w+)\\s*:\\s*(.*?)\\s*");
  private static final Pattern SOURCE = Pattern.compile("(?i)\\s*(?:Source|Patch)\\d*\\s*:.*");
  private static final Pattern ENTERS = Pattern.compile("\\s*cd '?([^'/\\s]+)'?\\s*");

  private static final Pattern KEEPS = Pattern.compile("\\s*(?:cd|pushd|rm|chmod) .*");

  /** Paths whose names have the kernel's release. */
  private static final Pattern INSTALLED =
      Pattern.compile("/lib/modules/[\\w%]|/boot/\\S*[0-9]|/usr/src/kernels/[\\w%]");

  public SpecAnswer {
    said = List.copyOf(said);
  }

  /** Reads the tags of an expanded spec. */
  static SpecAnswer of(SpecFile expanded, List<String> said) {
    return new SpecAnswer(
        tag(expanded, "name"), tag(expanded, "version"), tag(expanded, "release"), expanded, said);
  }

  private static String tag(SpecFile expanded, String name) {
    return expanded
        .last(SpecFile.PREAMBLE, line -> isTag(line, name))
        .map(line -> value(line.text()))
        .orElse("");
  }

  private static boolean isTag(SpecLine line, String name) {
    Matcher tag = TAG.matcher(line.text());
    return tag.matches() && tag.group(1).equalsIgnoreCase(name);
  }

  private static String value(String line) {
    Matcher tag = TAG.matcher(line);
    return tag.matches() ? tag.group(2) : "";
  }

  /** Returns version and release, such as {@code 3.10.0-1160.el7}. */
  public String versionRelease() {
    return version + "-" + release;
  }

  /** Returns the releases that subpackages set for themselves. */
  public Set<String> ownReleases() {
    return text.lines()
        .filter(line -> line.isActiveIn("package") && isTag(line, "release"))
        .map(line -> value(line.text()))
        .collect(Collectors.toSet());
  }

  /**
   * Returns the name of a package that sets the vendor's release for itself, so that it has the
   * name of the vendor's package.
   *
   * @param id is in the names and releases of the other packages
   */
  public Optional<String> unnamedPackage(String id, String vendorRelease) {
    String header = "";
    String named = "";
    for (SpecLine line : text.lines().filter(one -> one.isActiveIn("package")).toList()) {
      if (line.text().startsWith("%package")) {
        header = line.text().replaceFirst("^%package\\s+(?:-n\\s+)?", "").strip();
        named = header;
      }
      named += isTag(line, "version") ? value(line.text()) : "";
      if (isTag(line, "release")
          && value(line.text()).equals(vendorRelease)
          && !named.contains(id)) {
        return Optional.of(header);
      }
    }
    return Optional.empty();
  }

  /** Returns whether the name of a source, or of a directory in one, has changed with the id. */
  public boolean renamesSource(String id) {
    return text.lines()
        .filter(line -> line.text().contains(id))
        .anyMatch(
            line ->
                (line.isActiveIn(SpecFile.PREAMBLE) && SOURCE.matcher(line.text()).matches())
                    || (line.isActiveIn(SpecFile.PREP) && entersUnpacked(line)));
  }

  /** A directory that no command makes comes out of the tarball. */
  private boolean entersUnpacked(SpecLine line) {
    Matcher enters = ENTERS.matcher(line.text());
    return enters.matches()
        && text.lines()
            .filter(other -> other.isActiveIn(SpecFile.PREP))
            .filter(other -> other.text().contains(enters.group(1)))
            .allMatch(other -> KEEPS.matcher(other.text()).matches());
  }

  /** Returns whether installed files have the kernel's release in their names, but not the id. */
  public boolean keepsStockPaths(String id) {
    List<String> paths =
        text.lines()
            .filter(line -> line.isActiveIn("files"))
            .map(SpecLine::text)
            .filter(path -> path.contains(version) && INSTALLED.matcher(path).find())
            .toList();
    return !paths.isEmpty() && paths.stream().noneMatch(path -> path.contains(id));
  }
}
