// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the settings that reach a build, which has another home directory. */
class LauncherSettingsTest {
  private static final Path CACHE = Path.of("/mnt");

  @TempDir Path home;

  @Test
  void passesHostsOfTheHomeDirectory() throws IOException {
    Files.createDirectory(home.resolve(".distcc"));
    Files.writeString(home.resolve(".distcc/hosts"), "# farm\nfast/8,lzo  # new\n\n@slow\n");
    assertThat(build(Launcher.DISTCC, Map.of()))
        .containsEntry("DISTCC_HOSTS", "fast/8,lzo @slow")
        .as("distcc ignores its hosts if this directory is missing")
        .doesNotContainKey("DISTCC_DIR");
  }

  @Test
  void prefersTheVariableToFiles() throws IOException {
    Files.writeString(home.resolve("hosts"), "in-the-file");
    Map<String, String> both =
        Map.of("DISTCC_HOSTS", "said", "DISTCC_DIR", home.toString(), "DISTCC_FALLBACK", "0");
    assertThat(build(Launcher.DISTCC, both))
        .containsEntry("DISTCC_HOSTS", "said")
        .containsEntry("DISTCC_FALLBACK", "0");
    assertThat(build(Launcher.DISTCC, Map.of("DISTCC_DIR", home.toString())))
        .containsEntry("DISTCC_HOSTS", "in-the-file");
  }

  @Test
  void readsTheSharedFileLast() throws IOException {
    Path all = Files.writeString(home.resolve("etc-hosts"), "shared");
    LauncherSettings settings = new LauncherSettings(Map.of(), home);
    assertThat(DistccHosts.of(settings, all)).extracting("from").isEqualTo(all.toString());
    assertThat(DistccHosts.of(settings, home.resolve("none")).from()).isEmpty();
  }

  @Test
  void passesEachLauncherItsOwnVariables() {
    Map<String, String> user =
        Map.of("ICECC_DEBUG", "info", "SCCACHE_BUCKET", "b", "CCACHE_PREFIX", "p", "SECRET", "s");
    assertThat(build(Launcher.ICECC, user)).containsKeys("ICECC_DEBUG", "CCACHE_PREFIX");
    assertThat(build(Launcher.SCCACHE, user))
        .containsEntry("SCCACHE_BUCKET", "b")
        .containsEntry("SCCACHE_DIR", "/mnt/sccache")
        .doesNotContainKeys("ICECC_DEBUG", "SECRET");
  }

  @Test
  void putsCcacheIntoTheCacheUnlessConfigured() throws IOException {
    assertThat(build(Launcher.NONE, Map.of()))
        .containsEntry("CCACHE_DEPEND", "1")
        .containsEntry("CCACHE_DIR", "/mnt/ccache");
    assertThat(build(Launcher.CCACHE, Map.of("CCACHE_NODEPEND", "1")))
        .doesNotContainKey("CCACHE_DEPEND");
    assertThat(build(Launcher.CCACHE, Map.of("CCACHE_DIR", "/big")))
        .containsEntry("CCACHE_DIR", "/big");
    Path config = Files.createDirectories(home.resolve(".config/ccache")).resolve("ccache.conf");
    Files.writeString(config, "max_size = 50G\n");
    assertThat(build(Launcher.CCACHE, Map.of()))
        .containsEntry("CCACHE_CONFIGPATH", config.toString());
  }

  /** An empty variable overrides a line of ccache.conf. */
  @Test
  void overridesSettingsThatConfuseSources() {
    Map<String, String> user =
        Map.of(
            "CCACHE_IGNOREHEADERS", "include/net/tcp.h",
            "CCACHE_IGNOREOPTIONS", "-D*",
            "CCACHE_COMPILER", "other",
            "CCACHE_COMPILERCHECK", "none",
            "CCACHE_SLOPPINESS", "file_stat_matches",
            "SCCACHE_DIRECT", "true");
    assertThat(build(Launcher.SCCACHE, user))
        .containsEntry("CCACHE_IGNOREHEADERS", "")
        .containsEntry("CCACHE_IGNOREOPTIONS", "")
        .containsEntry("CCACHE_COMPILER", "")
        .containsEntry("CCACHE_COMPILERCHECK", "mtime")
        .containsEntry("CCACHE_SLOPPINESS", "locale")
        .containsEntry("SCCACHE_DIRECT", "false");
    assertThat(build(Launcher.CCACHE, Map.of("CCACHE_COMPILERCHECK", "content")))
        .containsEntry("CCACHE_COMPILERCHECK", "content");
  }

  @Test
  void sendsOnlyKernelFilesToAFarm() {
    assertThat(Launcher.DISTCC.makeVariables("")).containsExactly("CC=distcc gcc");
    assertThat(Launcher.CCACHE.makeVariables(""))
        .containsExactly("CC=ccache gcc", "HOSTCC=ccache gcc");
    assertThat(Launcher.NONE.makeVariables("")).isEmpty();
  }

  @Test
  void usesTheHostsCompilerForItsOwnPrograms() {
    assertThat(Launcher.CCACHE.makeVariables("a-b-"))
        .containsExactly("CC=ccache a-b-gcc", "HOSTCC=ccache gcc");
  }

  private Map<String, String> build(Launcher launcher, Map<String, String> user) {
    return new LauncherSettings(user, home).forBuild(launcher, CACHE);
  }
}
