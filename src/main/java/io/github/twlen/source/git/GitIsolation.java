// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.git;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Isolates JGit from the user's settings, so that a kernel does not depend on {@code ~/.gitconfig},
 * {@code /etc/gitconfig} and the variables {@code GIT_*}.
 */
public final class GitIsolation extends SystemReader.Delegate {
  private GitIsolation(SystemReader host) {
    super(host);
  }

  /** Isolates all of JGit in this process. */
  public static synchronized void begin() {
    if (!(SystemReader.getInstance() instanceof GitIsolation)) {
      SystemReader.setInstance(new GitIsolation(SystemReader.getInstance()));
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    return variable.startsWith("GIT_") || variable.equals("XDG_CONFIG_HOME")
        ? null
        : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  /** An empty configuration that is never written. */
  private static final class Empty extends FileBasedConfig {
    Empty(Config parent, FS fs) {
      super(parent, new File("/dev/null"), fs);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
