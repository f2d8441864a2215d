// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.build.rpm.SourcePackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An output file of the command line. It must not be an input, whose content the run would lose.
 *
 * @param name the option, such as {@code --junit}
 * @param file the file that it names
 * @param own the first characters of a file that twlen, or a program of this format, wrote: such a
 *     file may be replaced also inside an input directory
 */
public record OutputOption(String name, Path file, Pattern own) {
  /** The beginning of a patch of twlen, git or diff. */
  public static final Pattern PATCH = Pattern.compile("(?:From[: ]|diff |Index: |--- |\\*\\*\\* )");

  /** The beginning of the output for Prometheus. */
  public static final Pattern METRICS = Pattern.compile("# HELP ");

  /** The beginning of JUnit XML and of KTAP. */
  static final Pattern TESTS =
      Pattern.compile("<\\?xml[^>]*>\\s*<testsuite|K?TAP version |<testsuite");

  /** No file may be replaced. */
  private static final Pattern NONE = Pattern.compile("(?!)");

  private static final int BEGINNING = 512;

  /** The labels of texts that name a file. */
  private static final Set<String> FILES = Set.of("FILE", "CONFIG");

  private static final Set<String> TEST_FILES = Set.of("--junit", "--ktap");

  /** The directories that a run writes to, so that they are no inputs. */
  private static final Set<String> OUTPUTS = Set.of("--output", "--collect");

  /** Returns a file in the directory that {@code --output} names. */
  static OutputOption inDirectory(Path file) {
    return new OutputOption("--output", file, NONE);
  }

  /**
   * Requires that no other argument of the command names the same file, or a directory with it.
   *
   * @throws InvalidOption when one does
   */
  public void requireNoInput(@Nullable CommandSpec spec) {
    for (ArgSpec argument : arguments(spec)) {
      String label =
          argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
      // The test files are compared with all files of the directory, and are named in the message.
      if (label.equals(name) || (own == NONE && TEST_FILES.contains(label))) {
        continue;
      }
      for (Path given : files(argument)) {
        if (real(given).equals(real(file))) {
          throw new InvalidOption(
              "cannot write " + file + ": " + label + " names the same file", remedy());
        }
        // An output directory in a tree is used again.
        if (own != NONE && !OUTPUTS.contains(label)) {
          requireNoPart(label, directory(given));
        }
      }
    }
  }

  /**
   * Requires that this is none of the files that the run writes anyway.
   *
   * @throws InvalidOption when it is
   */
  void requireNoneOf(Collection<Path> written) {
    for (Path other : written) {
      if (real(other).equals(real(file))) {
        throw new InvalidOption(
            "cannot write " + file + ": twlen writes another file of this name to --output",
            remedy());
      }
    }
  }

  private void requireNoPart(String label, Path directory) {
    if (Files.isDirectory(directory)
        && Files.isRegularFile(file)
        && real(file).startsWith(real(directory))
        && !isReplaceable()) {
      throw new InvalidOption(
          "cannot write " + file + ": it is a file of " + label + " " + directory, remedy());
    }
  }

  private String remedy() {
    return "pass another " + (name.equals("--output") ? "path" : "file") + " to " + name;
  }

  private boolean isReplaceable() {
    if (own == PATCH
        && (file.toString().matches(".*\\.(?:patch|diff)") || SourcePackage.isName(file))) {
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
      return own.matcher(text).lookingAt();
    } catch (IOException e) {
      return false;
    }
  }

  /** A spec is read together with the files beside it. */
  private static Path directory(Path given) {
    return given.toString().endsWith(".spec")
        ? Objects.requireNonNull(given.toAbsolutePath().getParent())
        : given;
  }

  private static List<ArgSpec> arguments(@Nullable CommandSpec spec) {
    List<ArgSpec> all = new ArrayList<>();
    if (spec != null) {
      all.addAll(spec.commandLine().getParseResult().matchedPositionals());
      all.addAll(spec.commandLine().getParseResult().matchedOptions());
    }
    return all;
  }

  private static List<Path> files(ArgSpec argument) {
    Object value = argument.getValue();
    List<Path> files = new ArrayList<>();
    for (Object one : value instanceof Collection<?> many ? many : List.of(value)) {
      boolean isFile =
          one instanceof Path || argument.isPositional() || FILES.contains(argument.paramLabel());
      if (isFile && !one.toString().equals("-")) {
        try {
          files.add(Path.of(one.toString()));
        } catch (InvalidPathException e) {
          // It names no file.
        }
      }
    }
    return files;
  }

  /** Returns the path without links; of a missing file, its name in its directory. */
  private static Path real(Path path) {
    Path whole = path.toAbsolutePath();
    try {
      return whole.toRealPath();
    } catch (IOException e) {
      Path directory = whole.getParent();
      return directory == null
          ? whole
          : real(directory).resolve(Objects.requireNonNull(whole.getFileName())).normalize();
    }
  }
}
