// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.launcher;

import io.github.twlen.build.environment.BuildEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the user has set the launchers up: by variables, or by files of the home folder. A build has
 * a home folder of its own, in which they would look in vain, and may run where the user's
 * variables are not known; so all that matters is handed to it as variables. What they name must
 * also be there where the build runs: a store outside of twlen's cache is not, in a container.
 *
 * @param variables the user's environment
 * @param home the user's home folder
 */
public record LauncherSettings(Map<String, String> variables, Path home) {
  /**
   * What would make ccache take another source or compiler for the same one. A variable wins over
   * ccache's configuration, an empty one too, so these settings hold whatever the user has set.
   */
  private static final Map<String, String> EXACT_CCACHE =
      Map.of(
          "CCACHE_COMPILER", "",
          "CCACHE_IGNOREHEADERS", "",
          "CCACHE_IGNOREOPTIONS", "",
          // make and rpmbuild run in different locales, which changes the messages and no object.
          "CCACHE_SLOPPINESS", "locale");

  /** Ways to tell compilers apart; the others trust a word of the user's. */
  private static final Set<String> EXACT_CHECKS = Set.of("content", "mtime");

  /** Copies what it is given. */
  public LauncherSettings {
    variables = Map.copyOf(variables);
  }

  /** Those of whoever started twlen. */
  public static LauncherSettings ofUser() {
    Map<String, String> all = System.getenv();
    // The launchers go by the variable, not by the user's entry in /etc/passwd.
    String home = all.getOrDefault("HOME", System.getProperty("user.home", "/"));
    return new LauncherSettings(all, Path.of(home));
  }

  /**
   * The variables that a build is to have.
   *
   * @param cache the folder for what a launcher keeps, as the build sees it
   */
  public Map<String, String> forBuild(Launcher launcher, Path cache) {
    Map<String, String> all = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          // Some distributions put ccache before every compiler, whichever launcher was asked for.
          if (launcher.reads(name) || Launcher.CCACHE.reads(name)) {
            all.put(name, value);
          }
        });
    ccache(all, cache);
    switch (launcher) {
      case DISTCC -> distcc(all);
      case SCCACHE -> sccache(all, cache);
      case NONE, CCACHE, ICECC -> {}
    }
    return all;
  }

  /**
   * The same for a build by a vendor's spec. It writes the release into the version, and kconfig
   * that into the header that every file includes: by what a file depends on, no build would ever
   * find what another has compiled.
   */
  public Map<String, String> forSpec(Launcher launcher, Path cache) {
    Map<String, String> all = forBuild(launcher, cache);
    all.remove("CCACHE_DEPEND");
    return all;
  }

  private void ccache(Map<String, String> all, Path cache) {
    // It then asks the compiler itself for what a file depends on, instead of preprocessing each
    // file once more: on a first build of a kernel that is a third of all the work.
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
    // With the hosts read, the rest of that folder is locks and notes on hosts that are down, for
    // which distcc makes one in the build's home. One that is named must exist: else distcc only
    // warns, and compiles everything here.
    all.remove("DISTCC_DIR");
  }

  private void sccache(Map<String, String> all, Path cache) {
    // By the state of headers alone it may take a changed one for the same.
    all.put("SCCACHE_DIRECT", "false");
    all.putIfAbsent("SCCACHE_DIR", cache.resolve("sccache").toString());
    // Its server may be another run's, and end with that: then the file is compiled without it.
    all.putIfAbsent("SCCACHE_IGNORE_SERVER_IO_ERROR", "1");
    file(all, "SCCACHE_CONF", ".config/sccache/config", "sccache/config");
  }

  /** Names a file of settings, where there is one and the user has named none. */
  private void file(Map<String, String> all, String variable, String inHome, String inConfig) {
    Path config =
        Path.of(variables.getOrDefault("XDG_CONFIG_HOME", home.resolve(".config").toString()));
    List.of(home.resolve(inHome), config.resolve(inConfig)).stream()
        .filter(Files::isReadable)
        .findFirst()
        .ifPresent(found -> all.putIfAbsent(variable, found.toString()));
  }
}
