// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import io.github.twlen.GivenFile;
import io.github.twlen.Message;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.http.Download;
import io.github.twlen.source.http.DownloadLimits;
import io.github.twlen.source.http.HttpFetcher;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the newest file of a recipe in the listings of its mirrors, by its name. The listing is not
 * signed: it only decides what to fetch, and a fetched source is verified.
 *
 * @param remote the file and its mirrors
 * @param environment for proxies
 */
record MirrorListing(
    SourceSpec.Remote remote, Map<String, String> environment, RunContext context) {
  private static final String FIX =
      "check the network and the proxy settings, or omit --recipe to ask the package manager";

  /** {@code kernel-5.14.0-427.el9.src.rpm} or {@code linux-6.12.30.tar.xz}. */
  private static final Pattern FILE =
      Pattern.compile("([A-Za-z][\\w+-]*?)-(\\d.*?)((?:\\.(?:no)?src\\.rpm|\\.tar(?:\\.\\w+)?))");

  private static final Pattern LINK = Pattern.compile("(?i)href\\s*=\\s*[\"']?([^\"'\\s>]{1,400})");

  /**
   * Returns the newest version.
   *
   * @param series the first numbers of the version of a tarball; a package has no other series
   * @throws SourceFailure when no mirror lists one
   */
  VendorNewest newest(String series) {
    String name = remote.file().text();
    Matcher file = FILE.matcher(name);
    if (!file.matches()) {
      throw new SourceFailure(
          "cannot find newer files than " + name + ": the name contains no version",
          "pass a recipe whose source has its version in the file name");
    }
    boolean rpm = file.group(3).endsWith(".rpm");
    VersionRules rules = rpm ? VersionRules.RPM : VersionRules.DPKG;
    Pattern wanted =
        Pattern.compile(
            Pattern.quote(file.group(1))
                + "-("
                + (rpm ? "\\d[^/]*-[^/-]+" : Pattern.quote(series) + "(?:\\.\\d+)*")
                + ")"
                + Pattern.quote(file.group(3)));
    Path scratch = context.workspace().scratch("outdated").resolve("listing");
    try {
      String from = download(scratch);
      Optional<String> version =
          LINK.matcher(new String(GivenFile.read(scratch), StandardCharsets.ISO_8859_1))
              .results()
              .map(link -> decoded(link.group(1)))
              .map(wanted::matcher)
              .filter(Matcher::matches)
              .map(found -> found.group(1))
              .filter(found -> KernelName.isPlain(found) && !KernelName.isMarked(found))
              .max(rules);
      return version
          .map(found -> new VendorNewest(found, Message.verbatim(from), file.group(1), rules, true))
          .orElseThrow(
              () -> new SourceFailure("cannot find " + file.group(1) + " files in " + from, FIX));
    } catch (IOException e) {
      throw WorkspaceFailure.reading(scratch, e);
    } finally {
      Workspace.remove(scratch.resolveSibling(""));
    }
  }

  private String download(Path file) {
    DownloadLimits limits = DownloadLimits.SMALL;
    HttpFetcher fetcher = new HttpFetcher(environment, limits, null);
    RunContext silent = context.silent();
    try {
      return new Download(fetcher, remote.mirrors(), file, limits, silent.progress())
          .call(part -> {});
    } catch (SourceFailure e) {
      String reasons = e.what().substring(e.what().indexOf(": ") + 2);
      throw new SourceFailure("cannot list the mirrors: " + reasons, FIX, e);
    }
  }

  /** Returns the last part of a link; kernel releases need only these characters decoded. */
  private static String decoded(String link) {
    return link.substring(link.lastIndexOf('/') + 1)
        .replace("%2B", "+")
        .replace("%2b", "+")
        .replace("%7E", "~")
        .replace("%7e", "~")
        .replace("%5E", "^")
        .replace("%5e", "^");
  }
}
