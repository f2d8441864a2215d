package io.github.twlen.build;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a launcher before compilers that a build calls by their plain names, as a vendor's spec
 * does: a folder of scripts named like them, first in {@code PATH}. A spec that calls a compiler by
 * its whole path, or puts another folder before these (a gcc-toolset, for one), goes by them; it
 * then compiles on this host, and nothing else changes.
 *
 * <p>Scripts, because sccache has no other way, and because a script can take its own folder out of
 * {@code PATH} before it calls the launcher: so the launcher finds the true compiler, and no
 * launcher ever calls itself. The launcher is given the bare name, since distccd takes only names
 * that its host's {@code /usr/lib/distcc} lists.
 */
public final class Masquerade {
  private static final String FIND =
      """
      #!/bin/sh
      # Prints PATH, and of the names given to it those that are programs there.
      printf '%s\\n' "$PATH"
      for name in "$@"; do
        ! command -v "$name" >/dev/null || printf '%s\\n' "$name"
      done
      """;

  /** Takes the folder that it lies in from PATH, wherever others have put it meanwhile. */
  private static final String SCRIPT =
      """
      #!/bin/sh
      rest=
      set -f
      IFS=:
      for folder in $PATH; do
        [ "$folder" = '@FOLDER@' ] || rest=$rest${rest:+:}$folder
      done
      PATH=$rest
      exec @LAUNCHER@ @COMPILER@ "$@"
      """;

  private final Optional<String> path;
  private final Map<String, String> variables;

  private Masquerade(Optional<String> path, Map<String, String> variables) {
    this.path = path;
    this.variables = variables;
  }

  /**
   * Writes the scripts, for those compilers that are there; a spec may ask whether one is.
   *
   * @param site where the build runs
   * @param work the work's folder, below the cache
   * @param cache all that a build keeps lies below it
   * @param target the architecture, such as {@code x86_64}
   * @throws BuildNeeds when the launcher is not where the build runs
   */
  public static Masquerade open(
      Launcher launcher, BuildSite site, Path work, Path cache, String target) {
    Map<String, String> variables = LauncherSettings.ofUser().forBuild(launcher, site.shown(cache));
    // A spec writes the release into the version, and kconfig that into the header that every file
    // includes: by what a file depends on, no build would ever find what another has compiled.
    variables.remove("CCACHE_DEPEND");
    Path folder = work.resolve("masquerade");
    Workspace.remove(folder); // It may be another launcher's.
    if (launcher == Launcher.NONE) {
      return new Masquerade(Optional.empty(), variables);
    }
    script(folder.resolve("find"), FIND);
    site.send(folder);
    CommandResult found =
        site.run(
            Command.of("sh", site.shown(folder.resolve("find")).toString(), launcher.program())
                .with(compilers(target))
                .in(work),
            line -> {});
    List<String> lines = found.output();
    if (!found.ok() || !lines.contains(launcher.program())) {
      throw new BuildNeeds(
          launcher.program() + " is not there where the build runs",
          "install it there, or give another --launcher",
          null);
    }
    Path seen = site.shown(folder.resolve("bin"));
    for (String compiler : lines.subList(1, lines.size())) {
      if (!compiler.equals(launcher.program())) {
        script(
            folder.resolve("bin").resolve(compiler),
            SCRIPT
                .replace("@FOLDER@", seen.toString())
                .replace("@LAUNCHER@", launcher.program())
                .replace("@COMPILER@", compiler));
      }
    }
    site.send(folder);
    return new Masquerade(Optional.of(seen + ":" + lines.get(0)), variables);
  }

  /** The command, with the scripts first in its {@code PATH} and what the launcher reads. */
  public Command on(Command command) {
    Command result = command;
    for (Map.Entry<String, String> one : variables.entrySet()) {
      result = result.withEnvironment(one.getKey(), one.getValue());
    }
    return path.isPresent() ? result.withEnvironment("PATH", path.get()) : result;
  }

  private static List<String> compilers(String target) {
    return List.of(
        "gcc",
        "cc",
        "g++",
        "c++",
        target + "-linux-gnu-gcc",
        target + "-linux-gnu-g++",
        target + "-redhat-linux-gcc",
        target + "-redhat-linux-g++");
  }

  private static void script(Path file, String text) {
    AtomicFile.write(file, text);
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
  }
}
