// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.launcher;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.config.ChosenRemedies;
import io.github.twlen.build.config.ToolVersions;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.process.Command;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.Remedy.Flags;
import io.github.twlen.recipe.Version;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Puts a launcher and the words of remedies before programs that a build calls by their plain
 * names: a folder of scripts named like them, first in {@code PATH}. A spec that calls a compiler
 * by its whole path, or puts another folder before these (a gcc-toolset, for one), goes by them; it
 * then compiles on this host, and nothing else changes.
 *
 * <p>Scripts, because sccache has no other way, and because a script can take its own folder out of
 * {@code PATH} before it calls the launcher: so the launcher finds the true compiler, no launcher
 * ever calls itself, and a cache sees the words that a remedy adds. The launcher is given the bare
 * name, since distccd takes only names that its host's {@code /usr/lib/distcc} lists.
 */
public final class CompilerWrappers {
  /** Takes the folder that it lies in from PATH, wherever others have put it meanwhile. */
  private static final String BEGIN =
      """
      #!/bin/sh
      rest=
      set -f
      IFS=:
      for folder in $PATH; do
        [ "$folder" = '@FOLDER@' ] || rest=$rest${rest:+:}$folder
      done
      PATH=$rest
      """;

  /**
   * The kernel's own files are compiled with __KERNEL__ since Linux 1; all others are programs that
   * run during the build, or questions about the compiler. Each of the words in the second pattern
   * makes something else than such a program.
   */
  private static final String KINDS =
      """
      unset IFS
      program=1 link=1
      for word do
        case $word in
          -D__KERNEL__) program= ;;
          -c|-S|-E|-M|-MM|-r|-v|-shared|-static|-nostdlib|-fsyntax-only|-print*|-dump*|--*) link= ;;
        esac
      done
      if [ -z "$program" ]; then
      @WITHOUT@  set -- @KERNEL@ "$@"
      else
        set -- @PROGRAM@ "$@"
        [ -z "$link" ] || set -- @LINK@ "$@"
      fi
      """;

  private static final String WITHOUT =
      """
        for word do
          shift
          case $word in
            @WORDS@) ;;
            *) set -- "$@" "$word" ;;
          esac
        done
      """;

  /** Older than any object file, and not 0, which make takes for no time at all. */
  private static final FileTime LONG_AGO = FileTime.from(1, TimeUnit.DAYS);

  private final Map<String, String> variables;

  private CompilerWrappers(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** Returns the programs to ask for before {@link #open}. */
  public static List<String> programs(Launcher launcher, String target) {
    return Stream.of(List.of(launcher.program()), compilers(target), Remedy.TOOLS)
        .flatMap(List::stream)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * Writes the scripts, for those programs that are there; a spec may ask whether one is.
   *
   * @param remedies what the programs are given, and which are there: see {@link #programs}
   * @param launching what the launcher reads from the environment
   * @param active where the build runs
   * @param work the work's folder, below the cache
   * @throws MissingDependencyFailure when the launcher is not where the build runs
   */
  public static CompilerWrappers open(
      Launcher launcher,
      ChosenRemedies remedies,
      Map<String, String> launching,
      ActiveEnvironment active,
      Path work) {
    Path folder = work.resolve("masquerade");
    Workspace.remove(folder); // It may be another launcher's.
    if (launcher == Launcher.NONE && !remedies.wrapped()) {
      return new CompilerWrappers(launching);
    }
    ToolVersions tools = remedies.tools();
    if (launcher != Launcher.NONE && !tools.names().contains(launcher.program())) {
      throw new MissingDependencyFailure(
          launcher.program() + " is not there where the build runs",
          "install it there, or give another --launcher",
          null);
    }
    Path seen = active.shown(folder.resolve("bin"));
    String begin = BEGIN.replace("@FOLDER@", seen.toString());
    for (String name : tools.names()) {
      String before = launcher == Launcher.NONE ? "" : launcher.program() + " ";
      if (name.equals("ld") && !remedies.linker().isEmpty()) {
        String words = String.join(" ", remedies.linker());
        script(folder.resolve("bin/ld"), begin + "exec ld " + words + " \"$@\"\n");
      } else if (!Remedy.TOOLS.contains(name) || name.equals("gcc")) {
        if (!name.equals(launcher.program())) {
          String kinds = kinds(remedies, tools.of(name), active.shown(folder), folder);
          script(
              folder.resolve("bin").resolve(name),
              begin + kinds + "exec " + before + name + " \"$@\"\n");
        }
      }
    }
    active.send(folder);
    Map<String, String> variables = new TreeMap<>(launching);
    variables.put("PATH", seen + ":" + tools.path());
    return new CompilerWrappers(variables);
  }

  /** What a script does with its words; nothing where no remedy is for such a compiler. */
  private static String kinds(
      ChosenRemedies remedies, Optional<Version> compiler, Path seen, Path folder) {
    if (compiler.isEmpty()) {
      return "";
    }
    Flags flags = remedies.flags(compiler.get());
    List<String> kernel = new ArrayList<>(flags.kernel());
    for (Remedy one : remedies.headers()) {
      if (one.versions().contains(compiler.get())) {
        one.header()
            .ifPresent(
                header ->
                    header(
                        folder.resolve("include").resolve(header.pathFor(compiler.get())),
                        header.text().strip() + "\n"));
        kernel.addAll(List.of("-idirafter", seen.resolve("include").toString()));
      }
    }
    if (kernel.isEmpty() && flags.isEmpty()) {
      return "";
    }
    String without =
        flags.without().isEmpty()
            ? ""
            : WITHOUT.replace("@WORDS@", String.join("|", flags.without()));
    return KINDS
        .replace("@WITHOUT@", without)
        .replace("@KERNEL@", String.join(" ", kernel))
        .replace("@PROGRAM@", String.join(" ", flags.program()))
        .replace("@LINK@", String.join(" ", flags.programLink()));
  }

  /** The command, with the scripts first in its {@code PATH} and what the launcher reads. */
  public Command on(Command command) {
    Command result = command;
    for (Map.Entry<String, String> one : variables.entrySet()) {
      result = result.withEnvironment(one.getKey(), one.getValue());
    }
    return result;
  }

  /** Returns the variables of {@link #on}. */
  public Map<String, String> variables() {
    return variables;
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

  /** If each build wrote a newer one, make would compile every file again that includes it. */
  private static void header(Path file, String text) {
    AtomicFile.write(file, text);
    try {
      Files.setLastModifiedTime(file, LONG_AGO);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
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
