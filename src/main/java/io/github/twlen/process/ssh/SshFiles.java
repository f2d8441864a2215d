// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.ssh;

import io.github.twlen.GivenFolder;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.Pipeline;
import io.github.twlen.process.ssh.GuestException.Side;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Copies files over ssh with tar: streams of any size that keep times and modes. */
public final class SshFiles {
  private static final Duration TIMEOUT = Duration.ofHours(3);
  private static final int BUFFER = 1 << 16;

  private final SshConnection connection;

  public SshFiles(SshConnection connection) {
    this.connection = connection;
  }

  /**
   * Copies a file or a directory to the other host and replaces what is there; removes it there
   * when it is absent here.
   *
   * @param to the absolute path there, with the same file name
   */
  public void send(Path from, String to) throws GuestException {
    Path file = from.toAbsolutePath().normalize();
    String parent = to.substring(0, Math.max(1, to.lastIndexOf('/')));
    String line = "rm -rf " + quoted(to) + " && mkdir -p " + quoted(parent);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      require(connection.sh(line, TIMEOUT, output -> {}), "clear " + to);
      return;
    }
    String name = String.valueOf(file.getFileName());
    String untar = line + " && tar -xzf - -C " + quoted(parent);
    String sentAs = to.substring(to.lastIndexOf('/') + 1);
    if (!name.equals(sentAs)) {
      throw new IllegalArgumentException(name + " would not be " + sentAs + " there");
    }
    Command tar = Command.of("tar", "-cf", "-", "./" + name).in(file.resolveSibling("."));
    // An emulated guest decrypts more slowly than it decompresses.
    Pipeline.Result result =
        new Pipeline(connection.runner())
            .run(tar, FastGzip::new, connection.command(untar).within(TIMEOUT));
    require(connection.judged(result.to(), untar), "copy " + file + " to the guest");
    require(result.from(), "pack " + file);
  }

  /**
   * Copies regular files from the other host.
   *
   * @param directory the absolute path there
   * @param pattern file names relative to it; {@code *} matches anything, slashes included
   * @param to the directory here that corresponds to {@code directory}
   */
  public void bring(String directory, String pattern, Path to) throws GuestException {
    String literal = pattern.replaceFirst("(?s)\\*.*", "");
    // Limits the search to the part of the tree that can match.
    String start = "./" + literal.substring(0, literal.lastIndexOf('/') + 1);
    String escaped = pattern.replace("\\", "\\\\").replace("[", "\\[").replace("?", "\\?");
    String line =
        "cd %1$s && { [ ! -d %2$s ] || find %2$s -path %3$s ! -type d -print0; }"
                .formatted(quoted(directory), quoted(start), quoted("./" + escaped))
            + " | tar -cf - --null --no-recursion -T -";
    Path here = Workspace.folder(to.toAbsolutePath());
    Path fresh = here.resolve(".brought-" + UUID.randomUUID());
    Command untar =
        Command.of("tar", "-xf", "-", "--no-same-owner")
            .in(Workspace.folder(fresh))
            .within(TIMEOUT);
    try {
      Pipeline.Result result =
          new Pipeline(connection.runner()).run(connection.command(line), out -> out, untar);
      require(connection.judged(result.from(), line), "fetch " + pattern + " from the guest");
      require(result.to(), "unpack " + pattern + " in " + to);
      move(fresh, here);
    } finally {
      Workspace.remove(fresh);
    }
  }

  /** Moves only regular files: no later write must follow a link from a guest. */
  private static void move(Path from, Path to) {
    try {
      for (Path one : GivenFolder.all(from, Integer.MAX_VALUE)) {
        if (Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)) {
          Path there = to.resolve(from.relativize(one));
          Workspace.folder(there.resolveSibling(""));
          Files.move(one, there, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw WorkspaceFailure.writing(to, e);
    }
  }

  private static String quoted(String argument) {
    return SshConnection.quoted(List.of(argument));
  }

  private static void require(CommandResult result, String what) throws GuestException {
    if (!result.ok()) {
      boolean full = result.lastLine().contains("No space left");
      throw new GuestException(
          full ? Side.HOST : Side.GUEST,
          "cannot " + what + ": " + result.lastLine(),
          full
              ? "free disk space there, or use a box with a larger disk"
              : "install tar there, and check the disk");
    }
  }

  /** Compresses at the fastest level, for the transfer only. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
