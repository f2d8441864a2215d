// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A kind of package manager: its commands, and its vendors' names of kernel packages.
 *
 * @param name for messages
 * @param probe a command that succeeds on hosts of this kind
 * @param owner the command that prints the packages of the images, and their versions
 * @param images the packages or files of {@code RELEASE}
 * @param queries commands for the versions of packages, the next one for a missing or other program
 * @param offline the options of the queries that use no network
 * @param row a package and its version in the output of a query
 * @param index a command that prints something if the index is recent; none if a query updates it
 * @param names the packages of kernels, the first matching row decides
 * @param fix how to get the vendor's list of packages
 */
record PackageTool(
    String name,
    VersionRules rules,
    List<String> probe,
    List<String> owner,
    List<String> images,
    List<List<String>> queries,
    List<String> offline,
    Pattern row,
    List<String> index,
    List<Names> names,
    String fix) {
  /** The first value is of dnf 4, the second of dnf 5. */
  private static final String EXCLUDES = "--setopt=disable_excludes=all,*";

  private static final String FORMAT = "%{name} %{version}-%{release}\\n";
  private static final List<String> SOURCES =
      List.of("linux-source-{2} linux-source-{3} linux-source-{2}.0", "linux-source");

  /** dpkg and apt of Debian and Ubuntu. apt knows what its last update fetched. */
  static final PackageTool APT =
      new PackageTool(
          "apt",
          VersionRules.DPKG,
          // Essential on Debian and its derivatives; other distributions offer dpkg as a mere tool.
          words("dpkg-query -W base-files"),
          words("dpkg-query -W -f=${Package}@${Version}\\n"),
          words("linux-image-RELEASE linux-image-unsigned-RELEASE"),
          List.of(words("apt-cache policy")),
          List.of(),
          Pattern.compile("(?s)(?:^|\\n)([a-z0-9.+-]+):\\n.*?\\n +Candidate: (\\S+)"),
          words(
              "find /var/lib/apt/lists /var/lib/apt/lists/partial"
                  + " /var/lib/apt/periodic/update-success-stamp -maxdepth 0 -mtime -8"),
          List.of(
              new Names("-tw(?:\\d+|ctl)", SOURCES),
              // The flavour of 6.1.0-50-cloud-MACHINE.
              new Names(
                  "^[0-9.]+(?:\\+[^-]*)?(?:-[0-9][^-]*)?-([a-z][a-z0-9.-]{0,60})$",
                  List.of("linux-image-{1}", SOURCES.get(0), SOURCES.get(1))),
              new Names("", SOURCES)),
          "run `apt-get update`, or pass --recipe RECIPE");

  /** rpm, with dnf 4, dnf 5 or yum. Who runs a twlen kernel may have excluded the vendor's. */
  static final PackageTool RPM =
      new PackageTool(
          "dnf",
          VersionRules.RPM,
          words("rpm --version"),
          List.of("rpm", "-qf", "--qf", "%{NAME}@%{VERSION}-%{RELEASE}\\n"),
          words("/boot/vmlinuz-RELEASE /lib/modules/RELEASE/vmlinuz"),
          List.of(
              List.of(
                  "dnf",
                  "-q",
                  "--disableplugin=versionlock",
                  EXCLUDES,
                  "repoquery",
                  "--qf",
                  FORMAT),
              List.of("dnf", "-q", EXCLUDES, "repoquery", "--qf", FORMAT),
              words(
                  "yum -q --disableplugin=versionlock --disableexcludes=all --showduplicates list")),
          List.of("--cacheonly"),
          // yum prints NAME.ARCH, and wraps long lines.
          Pattern.compile("(?<!\\S)([a-z][\\w+-]*)(?:\\.(?!src)\\w+)?\\s+(\\d\\S*-\\S+)(?!\\S)"),
          List.of(),
          List.of(
              new Names("", List.of("{package}")),
              new Names("\\.elrepo\\.", List.of("kernel-lt", "kernel-ml")),
              new Names("uek", List.of("kernel-uek-core kernel-uek")),
              new Names("[.+]rt", List.of("kernel-rt-core kernel-rt")),
              new Names("", List.of("kernel-core kernel"))),
          "enable the vendor's repositories, or pass --recipe RECIPE or --ssh HOST");

  /**
   * The packages of some kernels.
   *
   * @param release a pattern in the release
   * @param groups names of packages, with {@code {1}} for a part of the release, {@code {2}} and
   *     {@code {3}} for as many numbers of the version, and {@code {package}}. The first group with
   *     a version decides
   */
  record Names(String release, List<String> groups) {
    private List<List<String>> of(KernelName kernel) {
      Matcher found = Pattern.compile(release).matcher(kernel.release());
      return found.find()
          ? groups.stream().map(group -> words(filled(group, kernel, found))).toList()
          : List.of();
    }

    private static String filled(String group, KernelName kernel, Matcher found) {
      return group
          .replace("{1}", found.groupCount() > 0 ? found.group(1) : "")
          .replace("{2}", kernel.series(2))
          .replace("{3}", kernel.series(3))
          .replace("{package}", kernel.packageName());
    }
  }

  /** Returns the groups of packages to ask for. */
  List<List<String>> groups(KernelName kernel) {
    return names.stream()
        .map(row -> row.of(kernel).stream().filter(group -> !group.isEmpty()).toList())
        .filter(groups -> !groups.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Returns the command that asks for the package of a running kernel. */
  List<String> ownerOf(String release) {
    return Stream.concat(
            owner.stream(), images.stream().map(image -> image.replace("RELEASE", release)))
        .toList();
  }

  private static List<String> words(String line) {
    return Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty()).distinct().toList();
  }
}
