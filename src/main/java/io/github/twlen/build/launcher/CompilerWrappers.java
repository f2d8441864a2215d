// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.launcher;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Resource;
import io.github.twlen.build.config.ChosenRemedies;
import io.github.twlen.build.config.ToolVersions;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.process.Command;
import io.github.twlen.recipe.Architecture;
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
 * Adds a launcher and the arguments of remedies to programs that a build calls by plain names: a
 * directory of scripts with these names, first in {@code PATH}. A spec that calls a compiler by its
 * full path, or puts another directory first (such as a gcc-toolset), bypasses them.
 *
 * <p>sccache has no other way. A script can take its own directory out of {@code PATH} before it
 * calls the launcher, so the launcher finds the real compiler and never calls itself, and a cache
 * sees the arguments of remedies. The launcher gets the bare name, since distccd accepts only the
 * names in its host's {@code /usr/lib/distcc}.
 */
public record CompilerWrappers(Map<String, String> variables) {
  /** Older than any object file; make treats 0 as no time. */
  private static final FileTime LONG_AGO = FileTime.from(1, TimeUnit.DAYS);

  public CompilerWrappers {
    variables = Map.copyOf(variables);
  }

  /** Returns the programs to query before {@link #open}. */
  public static List<String> programs(Launcher launcher, Architecture architecture) {
    String target = architecture.rpm();
    Stream<String> compilers =
        Stream.of(
            launcher.program(),
            "gcc",
            "cc",
            "g++",
            "c++",
            target + "-linux-gnu-gcc",
            target + "-linux-gnu-g++",
            target + "-redhat-linux-gcc",
            target + "-redhat-linux-g++",
            architecture.toolPrefix() + "gcc",
            architecture.toolPrefix() + "ld");
    return Stream.concat(compilers, Remedy.TOOLS.stream())
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * Writes a script for each installed program of {@link #programs}, since a spec may test whether
   * one exists. Fails if the launcher is not in the build environment.
   */
  public static CompilerWrappers open(
      Launcher launcher,
      ChosenRemedies remedies,
      Map<String, String> launching,
      ActiveEnvironment active,
      Path work) {
    Path directory = work.resolve("masquerade");
    Workspace.remove(directory); // It may belong to another launcher.
    if (launcher == Launcher.NONE && !remedies.wrapped()) {
      return new CompilerWrappers(launching);
    }
    ToolVersions tools = remedies.tools();
    if (launcher != Launcher.NONE && !tools.names().contains(launcher.program())) {
      throw new MissingDependencyFailure(
          "cannot find " + launcher.program() + " in the build environment",
          "install it there, or pass another --launcher");
    }
    Path bin = directory.resolve("bin");
    Path seen = active.shown(bin);
    String begin =
        Resource.text(CompilerWrappers.class, "wrapper.sh").replace("@FOLDER@", seen.toString());
    String exec = launcher == Launcher.NONE ? "exec " : "exec " + launcher.program() + " ";
    for (String name : tools.names()) {
      if (name.equals(tools.prefix() + "ld") && !remedies.linker().isEmpty()) {
        String arguments = String.join(" ", remedies.linker());
        script(bin.resolve(name), begin + "exec " + name + " " + arguments + " \"$@\"\n");
      } else if (name.equals("gcc")
          || (!Remedy.TOOLS.contains(name)
              && !name.endsWith("-ld")
              && !name.equals(launcher.program()))) {
        String kinds = kinds(remedies, tools.of(name), active.shown(directory), directory);
        script(bin.resolve(name), begin + kinds + exec + name + " \"$@\"\n");
      }
    }
    active.send(directory);
    Map<String, String> variables = new TreeMap<>(launching);
    variables.put("PATH", seen + ":" + tools.path());
    return new CompilerWrappers(variables);
  }

  /** Returns the part of a compiler's script that adds arguments; empty without any. */
  private static String kinds(
      ChosenRemedies remedies, Optional<Version> compiler, Path seen, Path directory) {
    if (compiler.isEmpty()) {
      return "";
    }
    Version version = compiler.get();
    Flags flags = remedies.flags(version);
    List<String> kernel = new ArrayList<>(flags.kernel());
    for (Remedy one : remedies.headers()) {
      if (one.versions().contains(version)) {
        Remedy.SideHeader header = one.header().orElseThrow();
        header(directory.resolve("include").resolve(header.pathFor(version)), header.text());
        kernel.addAll(List.of("-idirafter", seen.resolve("include").toString()));
      }
    }
    if (kernel.isEmpty() && flags.isEmpty()) {
      return "";
    }
    // Without arguments to leave out, the unchanged placeholder matches none.
    String without = flags.without().isEmpty() ? "@WITHOUT@" : String.join("|", flags.without());
    return Resource.text(CompilerWrappers.class, "arguments.sh")
        .replace("@WITHOUT@", without)
        .replace("@KERNEL@", String.join(" ", kernel))
        .replace("@PROGRAM@", String.join(" ", flags.program()))
        .replace("@LINK@", String.join(" ", flags.programLink()));
  }

  /** Returns a command with the variables. */
  public Command on(Command command) {
    Command result = command;
    for (Map.Entry<String, String> one : variables.entrySet()) {
      result = result.withEnvironment(one.getKey(), one.getValue());
    }
    return result;
  }

  /** Writes an old file: with a new one, make would compile every including file again. */
  private static void header(Path file, String text) {
    AtomicFile.write(file, text.strip() + "\n");
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
