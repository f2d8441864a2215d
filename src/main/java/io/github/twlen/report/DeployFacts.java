// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.verify.server.ServerState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server at the end of a deployment; {@code report.schema.json} describes each key.
 *
 * @param release absent if there was no kernel to remove
 * @param byDefault absent if unknown
 * @param next absent unless a kernel is selected for one boot
 * @param then the commands that continue
 */
public record DeployFacts(
    String host,
    String system,
    @Nullable String release,
    String before,
    String running,
    @Nullable String byDefault,
    @Nullable String next,
    String loader,
    boolean secureBoot,
    long uptimeSeconds,
    List<String> users,
    List<String> containers,
    List<String> then) {
  /** Copies the lists. */
  public DeployFacts {
    users = List.copyOf(users);
    containers = List.copyOf(containers);
    then = List.copyOf(then);
  }

  /**
   * Returns the facts of two looks at a server.
   *
   * @param release of the deployed kernel; empty for none
   * @param first before the deployment
   * @param last at its end
   */
  public static DeployFacts of(
      String host, String release, ServerState first, ServerState last, List<String> then) {
    return new DeployFacts(
        host,
        last.system(),
        orNull(release),
        first.running(),
        last.running(),
        orNull(last.byDefault()),
        orNull(last.next()),
        last.loader(),
        last.secureBoot(),
        first.uptime().toSeconds(),
        first.users(),
        first.containers(),
        then);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
