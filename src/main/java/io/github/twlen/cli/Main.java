// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The entry point of the program. */
public final class Main {
  private Main() {}

  /** Runs a command line, and exits. */
  public static void main(String[] args) {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    OutputStream err = new FileOutputStream(FileDescriptor.err);
    // --version needs no shutdown hook.
    if (ProgramVersion.isRequested(args)) {
      System.exit(run(out, err, Map.of(), args));
    }
    int prepared = new PreparedAnswers(out, err, System.getenv()).run(args);
    if (prepared != PreparedAnswers.NONE) {
      System.exit(prepared);
    }
    AtomicBoolean done = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> reportInterruption(done)));
    int code = ExitCode.FAULT.code();
    try {
      code = run(out, err, environment(), args);
    } catch (RuntimeException | Error e) {
      new Console(out, err, false, false, true).fail(e);
    } finally {
      done.set(true);
    }
    System.exit(code);
  }

  /** Returns the variables with the user's language: the launcher sets LC_ALL for Java. */
  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    String language = System.getProperty("twlen.language");
    if (language != null) {
      environment.put("LC_ALL", language);
    }
    return environment;
  }

  /** Runs a command line, and returns the code of {@link ExitCode}. */
  public static int run(
      OutputStream out, OutputStream err, Map<String, String> environment, String... args) {
    // Programs read the output too: digits are ASCII in every language.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    // Without a parser --version takes half the time.
    if (ProgramVersion.isRequested(args)) {
      return ProgramVersion.print(out, err);
    }
    Context context = Context.of(out, err, environment);
    try {
      GivenNames.ofProcess().check(environment, args);
    } catch (TwlenFailure e) {
      context.console().fail(e);
      return e.exitCode().code();
    }
    return new Invocation(context).run(err, args);
  }

  private static void reportInterruption(AtomicBoolean done) {
    if (!done.get()) {
      System.err.println("twlen: interrupted; rerun to resume");
    }
  }
}
