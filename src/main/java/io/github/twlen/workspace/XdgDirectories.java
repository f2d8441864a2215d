// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directories of the XDG Base Directory Specification that twlen uses.
 *
 * @param cache {@code $XDG_CACHE_HOME/twlen}, else {@code ~/.cache/twlen}
 * @param config {@code $XDG_CONFIG_HOME/twlen}, else {@code ~/.config/twlen}
 */
public record XdgDirectories(Path cache, Path config) {
  /** Reads them from an environment; without HOME, the home is that of passwd, else the root. */
  public static XdgDirectories of(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    if (!home.startsWith("/")) {
      home = System.getProperty("user.home", "");
    }
    // Java says "?" for a user without an entry in passwd.
    return of(environment, Path.of(home.startsWith("/") ? home : "/"));
  }

  /** Reads them from an environment; the specification says to ignore a relative path. */
  public static XdgDirectories of(Map<String, String> environment, Path home) {
    return new XdgDirectories(
        base(environment.get("XDG_CACHE_HOME"), home.resolve(".cache")).resolve("twlen"),
        base(environment.get("XDG_CONFIG_HOME"), home.resolve(".config")).resolve("twlen"));
  }

  private static Path base(@Nullable String value, Path otherwise) {
    return value != null && Path.of(value).isAbsolute() ? Path.of(value) : otherwise;
  }
}
