// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netns;

import io.github.twlen.Resource;
import io.github.twlen.TerminalText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The container of a process, as its cgroup names it.
 *
 * @param runtime such as {@code docker}; {@code systemd} for a unit without a container; null if
 *     only the pod is known
 * @param id of the container, or the name of the machine or unit; null if only the pod is known
 * @param pod the UID of the pod in Kubernetes; null outside of it
 */
public record Container(@Nullable String runtime, @Nullable String id, @Nullable String pod) {
  private static final String POD = "pod";
  private static final int LONGEST_SHOWN_ID = 12;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /** A line of the table of cgroup paths. */
  private record Rule(String runtime, Pattern path) {}

  private static final List<Rule> RULES =
      Resource.text(Container.class, "cgroups.txt")
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\\s+", 2))
          .map(columns -> new Rule(columns[0], Pattern.compile(columns[1])))
          .toList();

  /**
   * Finds the container of a process.
   *
   * @param cgroups the lines of {@code /proc/PID/cgroup}
   */
  static Optional<Container> of(List<String> cgroups) {
    String pod = null;
    for (Rule rule : RULES) {
      for (String line : cgroups) {
        Matcher match = rule.path().matcher(line);
        String found = null;
        while (match.find()) {
          found = match.group(rule.runtime().equals(POD) ? "pod" : "id");
        }
        if (found == null) {
          continue;
        }
        if (!rule.runtime().equals(POD)) {
          return Optional.of(new Container(rule.runtime(), TerminalText.of(found), pod));
        }
        pod = found.replace('_', '-');
      }
    }
    return Optional.ofNullable(pod).map(uid -> new Container(null, null, uid));
  }

  /** Returns what sets the sysctls of this container: Kubernetes, or else its runtime. */
  @Nullable String orchestrator() {
    return pod == null ? runtime : "kubernetes";
  }

  /** Returns the id as the tools of the runtime shorten it; empty if unknown. */
  public String shortId() {
    String all = id == null ? "" : id;
    return DIGEST.matcher(all).matches() ? all.substring(0, LONGEST_SHOWN_ID) : all;
  }
}
