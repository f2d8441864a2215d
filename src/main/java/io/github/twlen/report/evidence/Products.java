// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.PatchFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.SourceFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a report that a built kernel has. */
record Products(SourceFacts source, PatchFacts patch, BuildFacts build) {
  private static final Pattern URL = Pattern.compile("(?:https?|ftp|git|ssh)://\\S+");

  /** A version, unless in parentheses, where gcc and ld have that of their package. */
  private static final Pattern VERSION = Pattern.compile("\\([^)]*\\)|(?<=\\s)(\\d[\\w.+-]*)");

  /** A built file; the name is relative to the directory of the report. */
  record File(String name, String sha256) {}

  /** Returns the parts; empty for a run that built nothing. */
  static Optional<Products> of(Report report) {
    SourceFacts source = report.source();
    PatchFacts patch = report.patch();
    BuildFacts build = report.build();
    return source == null || patch == null || build == null
        ? Optional.empty()
        : Optional.of(new Products(source, patch, build));
  }

  List<File> files() {
    return build.artifacts().stream()
        .map(artifact -> new File(RelativeNames.of(artifact.path()), artifact.sha256()))
        .toList();
  }

  /**
   * Returns the tools of the build with their version lines. In a container or a box they are not
   * this host's, and the image pins them.
   */
  Map<String, String> tools(Report report) {
    Map<String, String> tools = new TreeMap<>();
    if (build.environment().equals("host")) {
      tools.putAll(report.tools());
      tools.remove("qemu");
    }
    return tools;
  }

  /** Returns the version in the version line of a tool; empty without one. */
  static String version(String line) {
    Matcher found = VERSION.matcher(line);
    while (found.find()) {
      if (found.group(1) != null) {
        return found.group(1);
      }
    }
    return "";
  }

  /** Returns whether the checksum is that of one file. */
  static boolean isFile(SourceFacts source) {
    return source.kind().equals("tarball") || source.kind().equals("source-rpm");
  }

  static boolean isGit(SourceFacts source) {
    return source.digests().containsKey(SourceFacts.COMMIT);
  }

  /** Returns where the source can be downloaded; empty for one of this host. */
  static Optional<String> url(SourceFacts source) {
    Matcher url = URL.matcher(source.origin().toString());
    return url.lookingAt() ? Optional.of(url.group()) : Optional.empty();
  }
}
