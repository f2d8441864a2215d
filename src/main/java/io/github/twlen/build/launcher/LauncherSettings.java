// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.launcher;

import io.github.twlen.build.environment.BuildEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The user's launcher settings, from variables or files of the home directory. A build has its own
 * home directory and may not see the user's variables, so it gets all settings as variables. The
 * paths in them must exist in the build environment: a container sees no store outside the cache.
 */
public record LauncherSettings(Map<String, String> variables, Path home) {
  /**
   * Values that keep ccache from confusing sources or compilers. A variable, even an empty one,
   * overrides ccache's configuration files.
   */
  private static final Map<String, String> EXACT_CCACHE =
      Map.of(
          "CCACHE_COMPILER", "",
          "CCACHE_IGNOREHEADERS", "",
          "CCACHE_IGNOREOPTIONS", "",
          // make and rpmbuild use different locales, which change messages but no object file.
          "CCACHE_SLOPPINESS", "locale");

  /** Reliable ways to identify compilers; the others trust a string of the user. */
  private static final Set<String> EXACT_CHECKS = Set.of("content", "mtime");

  public LauncherSettings {
    variables = Map.copyOf(variables);
  }

  /** Returns the settings of the user who runs twlen. */
  public static LauncherSettings ofUser() {
    Map<String, String> all = System.getenv();
    // Launchers use the variable HOME, not the user's entry in /etc/passwd.
    String home = all.getOrDefault("HOME", System.getProperty("user.home", "/"));
    return new LauncherSettings(all, Path.of(home));
  }

  /** Returns the environment variables for a build that sees the cache under this path. */
  public Map<String, String> forBuild(Launcher launcher, Path cache) {
    Map<String, String> all = new TreeMap<>(variables);
    // Some distributions put ccache before every compiler, so its variables always matter.
    all.keySet().removeIf(name -> !launcher.reads(name) && !Launcher.CCACHE.reads(name));
    ccache(all, cache);
    switch (launcher) {
      case DISTCC -> distcc(all);
      case SCCACHE -> sccache(all, cache);
      case NONE, CCACHE, ICECC -> {}
    }
    return all;
  }

  /**
   * Returns the environment variables for a vendor's spec. It puts the release into a header that
   * every file includes, so in depend mode ccache would never find results of another build.
   */
  public Map<String, String> forSpec(Launcher launcher, Path cache) {
    Map<String, String> all = forBuild(launcher, cache);
    all.remove("CCACHE_DEPEND");
    return all;
  }

  private void ccache(Map<String, String> all, Path cache) {
    // In depend mode the compiler itself lists a file's dependencies. Preprocessing each file again
    // costs a third of a first kernel build.
    if (!all.containsKey("CCACHE_NODEPEND")) {
      all.put("CCACHE_DEPEND", "1");
    }
    all.putAll(EXACT_CCACHE);
    if (!EXACT_CHECKS.contains(all.getOrDefault("CCACHE_COMPILERCHECK", ""))) {
      all.put("CCACHE_COMPILERCHECK", "mtime"); // ccache's own default
    }
    if (!all.containsKey("CCACHE_DIR")) {
      all.put("CCACHE_DIR", BuildEnvironment.compilerCache(cache).toString());
      file(all, "CCACHE_CONFIGPATH", ".ccache/ccache.conf", "ccache/ccache.conf");
    }
  }

  private void distcc(Map<String, String> all) {
    DistccHosts hosts = DistccHosts.of(this);
    if (!hosts.from().isEmpty()) {
      all.put(DistccHosts.VARIABLE, hosts.variable());
    }
    // Apart from the hosts, DISTCC_DIR holds locks and notes, which distcc can create in the
    // build's home. If the named directory is missing, distcc compiles everything here.
    all.remove("DISTCC_DIR");
  }

  private void sccache(Map<String, String> all, Path cache) {
    // Direct mode may miss a changed header.
    all.put("SCCACHE_DIRECT", "false");
    all.putIfAbsent("SCCACHE_DIR", cache.resolve("sccache").toString());
    // Another run may own the server and stop it; files are then compiled without it.
    all.putIfAbsent("SCCACHE_IGNORE_SERVER_IO_ERROR", "1");
    file(all, "SCCACHE_CONF", ".config/sccache/config", "sccache/config");
  }

  /** Sets a variable to the user's settings file if it exists and the variable is unset. */
  private void file(Map<String, String> all, String variable, String inHome, String inConfig) {
    String config = variables.getOrDefault("XDG_CONFIG_HOME", home.resolve(".config").toString());
    Stream.of(home.resolve(inHome), Path.of(config).resolve(inConfig))
        .filter(Files::isReadable)
        .findFirst()
        .ifPresent(found -> all.putIfAbsent(variable, found.toString()));
  }
}
