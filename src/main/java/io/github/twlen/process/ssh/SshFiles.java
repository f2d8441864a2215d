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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Carries files into a machine and out of it, with tar on both sides of an ssh: streams of any
 * size, with the times and modes that the files have.
 */
public final class SshFiles {
  private static final Duration LONGEST = Duration.ofHours(3);
  private static final int BUFFER = 1 << 16;

  private final SshConnection connection;

  /** Files through this door. */
  public SshFiles(SshConnection connection) {
    this.connection = connection;
  }

  /**
   * Puts a file or a folder there as it is here: what lay there in its place is removed first, also
   * when there is nothing here.
   *
   * @param from here
   * @param to its path there, absolute
   */
  public void send(Path from, String to) throws GuestException {
    Path file = from.toAbsolutePath().normalize();
    String parent = to.substring(0, Math.max(1, to.lastIndexOf('/')));
    String line = "rm -rf " + quoted(to) + " && mkdir -p " + quoted(parent);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      require(connection.sh(line, LONGEST, said -> {}), "clear the place of " + to);
      return;
    }
    String name = String.valueOf(file.getFileName());
    String untar = line + " && tar -xzf - -C " + quoted(parent);
    String sentAs = to.substring(to.lastIndexOf('/') + 1);
    if (!name.equals(sentAs)) {
      throw new IllegalArgumentException(name + " would not be " + sentAs + " there");
    }
    Command tar = Command.of("tar", "-cf", "-", "./" + name).in(file.resolveSibling("."));
    // An emulated guest deciphers more slowly than it unpacks.
    Pipeline.Result result =
        new Pipeline(connection.runner())
            .run(tar, FastGzip::new, connection.command(untar).within(LONGEST));
    require(connection.judged(result.to(), untar), "put " + file + " into the guest");
    require(result.from(), "pack " + file);
  }

  /**
   * Fetches files.
   *
   * @param folder there, absolute
   * @param pattern which files, relative to it; a {@code *} stands for anything, slashes included
   * @param to the folder here that corresponds to the one there
   */
  public void bring(String folder, String pattern, Path to) throws GuestException {
    String fixed = pattern.substring(0, Math.max(0, pattern.indexOf('*')));
    String literal = pattern.contains("*") ? fixed : pattern;
    // Only the part of the tree is searched in which something can match.
    String start = "./" + literal.substring(0, literal.lastIndexOf('/') + 1);
    String escaped = pattern.replace("\\", "\\\\").replace("[", "\\[").replace("?", "\\?");
    String line =
        "cd "
            + quoted(folder)
            + " && { [ ! -d "
            + quoted(start)
            + " ] || find "
            + quoted(start)
            + " -path "
            + quoted("./" + escaped)
            + " ! -type d -print0; } | tar -cf - --null --no-recursion -T -";
    Path here = Workspace.folder(to.toAbsolutePath());
    Path fresh = here.resolve(".brought-" + UUID.randomUUID());
    Command untar =
        Command.of("tar", "-xf", "-", "--no-same-owner")
            .in(Workspace.folder(fresh))
            .within(LONGEST);
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

  /** Files alone: what is written here later must not go through a link out of a guest. */
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

  private static String quoted(String word) {
    return SshConnection.quoted(List.of(word));
  }

  private static void require(CommandResult result, String what) throws GuestException {
    if (!result.ok()) {
      boolean full = result.lastLine().contains("No space left");
      throw new GuestException(
          full ? Side.HOST : Side.GUEST,
          "could not " + what + ": " + result.lastLine(),
          full
              ? "make room there, or take a box with a larger disk"
              : "see that tar is in the box and its disk is whole");
    }
  }

  /** The fastest of gzip's levels: it is for the way alone. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(java.io.OutputStream out) throws java.io.IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
