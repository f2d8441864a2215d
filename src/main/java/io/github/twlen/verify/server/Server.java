// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.server;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.guest.Installed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A server over ssh, on which root's commands run. All methods throw {@link
 * MissingDependencyFailure} when the server refuses, or the connection is lost.
 */
public final class Server {
  private static final Duration SHORT = Duration.ofMinutes(2);

  /** A busy server takes minutes to create an initramfs. */
  private static final Duration LONG = Duration.ofMinutes(30);

  private final SshConnection connection;
  private final HostScript script;
  private final HostRestart restart;
  private final ServerCopies copies;
  private final Progress progress;

  private Server(
      SshConnection connection,
      HostScript script,
      HostRestart restart,
      ServerCopies copies,
      Progress progress) {
    this.connection = connection;
    this.script = script;
    this.restart = restart;
    this.copies = copies;
    this.progress = progress;
  }

  /**
   * Logs in, and finds out how to become root.
   *
   * @param ssh the ssh command, the host last
   * @param text the text of the install script
   * @param log gets all output of the script
   * @param patience until the server must answer after a restart
   * @param waits whether to wait for a server that an interrupted run restarted
   * @param problem begins an error message, before the host, such as {@code cannot deploy to}
   */
  public static Server login(
      List<String> ssh,
      String text,
      Path log,
      Patience patience,
      boolean waits,
      String problem,
      RunContext context) {
    SshConnection connection = new SshConnection(ssh, context.runner());
    try {
      ServerLogin login = new ServerLogin(connection, patience, context.progress());
      login.await(waits);
      String id = login.user();
      HostScript script = new HostScript(connection, login.root(id), "/tmp", text, log);
      HostRestart restart =
          new HostRestart(ssh, script, patience, context.runner(), context.progress());
      // Packages that root installs must be out of reach of other users.
      ServerCopies copies =
          new ServerCopies(connection, "/var/tmp/twlen-" + id, context.progress());
      return new Server(connection, script, restart, copies, context.progress());
    } catch (GuestException e) {
      throw new MissingDependencyFailure(
          problem + " " + connection.host() + ": " + e.what(), e.remedy(), e);
    }
  }

  /** Returns the connection, for a measurement. */
  public SshConnection connection() {
    return connection;
  }

  /** Returns whether the user is root there, so that sudo is not used. */
  public boolean isRoot() {
    return script.root().isEmpty();
  }

  /**
   * Reads the state.
   *
   * @param release the kernel in question; empty for none
   */
  public ServerState look(String release) {
    List<String> words = release.isEmpty() ? List.of("look") : List.of("look", release);
    return ask("look at", SHORT, words, ServerState::of);
  }

  /** Checks whether a kernel can be booted once. */
  public void check(String release) {
    ask("boot " + release + " once on", SHORT, List.of("check", release), answer -> answer);
  }

  /**
   * Copies the files, and installs the kernel beside the others.
   *
   * @return the commands that installed it and selected it for one boot
   */
  public Installed install(String release, List<Path> files) {
    List<String> words = new ArrayList<>(List.of("install", release));
    words.addAll(copies.send(files));
    progress.status("installing " + release);
    String by = ask("install " + release + " on", LONG, words, answer -> answer.required("did"));
    removeCopies();
    String bootedBy =
        ask(
            "boot " + release + " once on",
            LONG,
            List.of("once", release),
            answer -> answer.required("did"));
    progress.status("");
    return new Installed(by, bootedBy);
  }

  /** Removes the copies of the packages. */
  public void removeCopies() {
    copies.remove();
  }

  /** Makes a kernel the default. */
  public void keep(String release) {
    ask("keep " + release + " on", LONG, List.of("keep", release), answer -> answer);
  }

  /** Makes another kernel than this one the default, and cancels its single boot. */
  public void back(String release) {
    ask("go back from " + release + " on", LONG, List.of("back", release), answer -> answer);
  }

  /**
   * Removes a kernel that does not run.
   *
   * @return the command that removed it
   */
  public String remove(String release) {
    return ask(
        "remove " + release + " from",
        LONG,
        List.of("remove", release),
        answer -> answer.required("did"));
  }

  /**
   * Restarts the server, and waits until it answers.
   *
   * @param release the kernel that must boot next
   * @param bootId of the present boot
   * @return the release that runs then
   * @throws GuestFailure when it does not answer in time
   */
  public String restart(String release, String bootId) {
    try {
      script.call(SHORT, List.of("restart", release)).required("did");
    } catch (ScriptRefusal e) {
      throw refused("restart", e);
    } catch (GuestException e) {
      progress.say("  note: " + e.what()); // It may have begun all the same.
    }
    return restart.await(bootId);
  }

  /**
   * Restarts the server into its default kernel.
   *
   * @param release the kernel to leave
   * @return the release that runs then
   * @throws GuestFailure when it still runs that kernel, or does not answer in time
   */
  public String leave(String release, ServerState state) {
    String booted = restart(state.byDefault(), state.bootId());
    if (booted.equals(release)) {
      throw new GuestFailure(
          connection.host() + " still runs " + release,
          "select " + state.byDefault() + " at its console, then rerun",
          null);
    }
    return booted;
  }

  /**
   * Waits until the server answers.
   *
   * @throws GuestFailure when it does not answer in time
   */
  public void awaitAnswer() {
    restart.await("");
  }

  /** Reads an answer of the script. */
  private interface Reader<T> {
    T read(ScriptAnswer answer) throws ScriptRefusal;
  }

  private <T> T ask(String what, Duration timeout, List<String> words, Reader<T> reader) {
    try {
      ScriptAnswer answer = script.call(timeout, words);
      answer.all("note").forEach(note -> progress.say("  note: " + note));
      return reader.read(answer);
    } catch (ScriptRefusal e) {
      throw refused(what, e);
    } catch (GuestException e) {
      throw new MissingDependencyFailure(failed(what) + e.what(), "rerun the same command", e);
    }
  }

  private MissingDependencyFailure refused(String what, ScriptRefusal refusal) {
    return new MissingDependencyFailure(
        failed(what) + refusal.reason(),
        refusal.fix().isEmpty() ? "check the log " + script.log() : "on the host: " + refusal.fix(),
        refusal);
  }

  private String failed(String what) {
    return "cannot " + what + " " + connection.host() + ": ";
  }
}
