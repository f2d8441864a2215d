// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.ErrorMessage;
import io.github.twlen.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where the program begins. */
public final class Main {
  private Main() {}

  /** Runs and exits. */
  public static void main(String[] args) {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    OutputStream err = new FileOutputStream(FileDescriptor.err);
    // Nothing is begun that could be interrupted.
    if (ProgramVersion.isAsked(args)) {
      System.exit(run(out, err, Map.of(), args));
    }
    AtomicBoolean done = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> tellInterruption(done)));
    int code = ExitCode.FAULT.code();
    try {
      code = run(out, err, System.getenv(), args);
    } catch (RuntimeException | Error e) {
      // Before there was a terminal to tell it on.
      ErrorMessage message = ErrorMessage.of(e);
      System.err.println("twlen: " + message.what());
      System.err.println("       " + message.remedy());
    } finally {
      done.set(true);
    }
    System.exit(code);
  }

  /**
   * Runs one command line.
   *
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(
      OutputStream out, OutputStream err, Map<String, String> environment, String... args) {
    // Reports and commands are for programs too: digits are ASCII whatever the user's language is.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    // Asked by scripts and by people who wonder what they have: no parser is started for it.
    if (ProgramVersion.isAsked(args)) {
      return ProgramVersion.tell(out, err);
    }
    Context context = Context.of(out, err, environment);
    Optional<GivenNames.Fault> lost = GivenNames.ofProcess().fault(environment, args);
    if (lost.isPresent()) {
      context.console().fail(lost.get().what(), lost.get().remedy());
      return lost.get().code().code();
    }
    return new Invocation(context).run(err, args);
  }

  private static void tellInterruption(AtomicBoolean done) {
    if (!done.get()) {
      System.err.println("twlen: interrupted; the next run goes on from what is whole");
    }
  }
}
