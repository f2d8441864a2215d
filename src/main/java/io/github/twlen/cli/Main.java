package io.github.twlen.cli;

import io.github.twlen.TwlenFailure;
import io.github.twlen.process.Shutdown;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;

/** Where the program begins. */
public final class Main {
  private Main() {}

  /** Runs and exits. */
  public static void main(String[] args) {
    AtomicBoolean done = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> tellInterruption(done)));
    int code =
        run(
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            System.getenv(),
            args);
    done.set(true);
    System.exit(code);
  }

  /**
   * Runs one command line.
   *
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(
      OutputStream out, OutputStream err, Map<String, String> environment, String... args) {
    Context context = Context.of(out, err, environment);
    CommandLine line = new CommandLine(new Twlen(), context);
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            context.console().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, given) -> usage(context, e));
    line.setExecutionExceptionHandler((e, ran, result) -> failed(context, e));
    return line.execute(args);
  }

  private static void tellInterruption(AtomicBoolean done) {
    if (!done.get()) {
      System.err.println("twlen: interrupted; the next run goes on from what is whole");
    }
  }

  private static int usage(Context context, CommandLine.ParameterException e) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    StringWriter near = new StringWriter();
    CommandLine.UnmatchedArgumentException.printSuggestions(e, new PrintWriter(near, true));
    String hint = near.toString().lines().findFirst().map(h -> h + " ").orElse("");
    String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    context.console().talk("twlen: " + what);
    context.console().talk("       " + hint + "See `" + name + " --help`.");
    return ExitCode.USAGE.code();
  }

  private static int failed(Context context, Exception e) {
    Shutdown.letItEnd();
    context.console().fail(e);
    return e instanceof TwlenFailure ? ExitCode.of(e).code() : ExitCode.FAULT.code();
  }
}
