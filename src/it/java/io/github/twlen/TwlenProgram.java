// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs the packaged program like a user. */
final class TwlenProgram {
  private static final Path EXECUTABLE =
      Path.of(System.getProperty("twlen.executable", "target/twlen")).toAbsolutePath();

  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> wrapper = new ArrayList<>();

  /**
   * @param folder its working directory
   * @param cacheHome its {@code XDG_CACHE_HOME}
   */
  TwlenProgram(Path folder, Path cacheHome) {
    this.folder = folder;
    environment.put("XDG_CACHE_HOME", cacheHome.toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("no-config").toString());
  }

  /** The result of a run. */
  record Result(int exit, String out, String err) {
    /** Returns all output, for messages of tests. */
    String all() {
      return "exit " + exit + "\n--- out\n" + out + "\n--- err\n" + err;
    }
  }

  /** Returns the directory of the program, for a PATH. */
  static String folder() {
    return String.valueOf(EXECUTABLE.getParent());
  }

  TwlenProgram with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs it with a command prefix, such as {@code unshare -m}. */
  TwlenProgram behind(String... words) {
    wrapper.addAll(List.of(words));
    return this;
  }

  Result run(String... arguments) {
    try {
      Path out = Files.createTempFile("twlen", ".out");
      Path err = Files.createTempFile("twlen", ".err");
      try {
        Process process =
            builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        if (!process.waitFor(30, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError("still running after 30 minutes: " + Files.readString(err));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * Starts it and comes back; its standard error goes to the file. ^C works as in a terminal: what
   * runs the tests may have been started in the background of a shell, which has SIGINT ignored by
   * all that it starts.
   */
  Process start(Path err, String... arguments) throws IOException {
    return behind("env", "--default-signal=INT,HUP")
        .builder(arguments)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(err.toFile())
        .start();
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> argv = new ArrayList<>(wrapper);
    argv.add(EXECUTABLE.toString());
    argv.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile());
    builder.environment().putAll(environment);
    return builder;
  }
}
