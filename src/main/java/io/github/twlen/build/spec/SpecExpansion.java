// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.workspace.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * Asks rpm what it reads in a spec. A failure is no error here: an edit that rpm does not accept is
 * not used, and rpmbuild reports a spec that rpm cannot read better.
 */
public final class SpecExpansion {
  /** Limit of an expanded spec, in characters: a macro may expand without end. */
  private static final long LONGEST = 32 << 20;

  /** rpm before 4.9 has no rpmspec. Its rpm prints a line for each package, the first for all. */
  private static final List<String> OLD_QUERY =
      List.of("-q", "--specfile", "--qf", "%{name} %{version} %{release}\\n");

  /** Runs commands on this host or in the build environment. */
  public interface Door {
    /** Runs a command to its end. */
    CommandResult run(Command command, Consumer<String> listener);

    /** Copies a file of the {@code _topdir} to where the commands run, if needed. */
    default void send(Path file) {}
  }

  private final RpmTopDir top;
  private final Path spec;
  private final Door door;
  private RpmFault fault = RpmFault.NONE;

  /**
   * @param top as the commands see it
   * @param spec is written with each spec that is asked about
   */
  public SpecExpansion(RpmTopDir top, Path spec, Door door) {
    this.top = top;
    this.spec = spec;
    this.door = door;
  }

  /** Returns rpm's last error message, with the line of the spec that it was asked about. */
  public String fault() {
    return fault(line -> line);
  }

  /**
   * Returns rpm's last error message; empty when there was none.
   *
   * @param lines gives the line of the user's spec for that of the spec that rpm was asked about
   */
  public String fault(IntUnaryOperator lines) {
    return fault.shown(spec.getFileName().toString(), lines);
  }

  /**
   * Reads a spec; empty when rpm fails.
   *
   * @param settings macros and conditions, as rpmbuild takes them
   */
  public Optional<SpecAnswer> ask(SpecFile text, List<String> settings) {
    AtomicFile.write(spec, text.bytes());
    door.send(spec);
    Optional<SpecAnswer> answer = expanded(settings);
    return answer.isPresent() || hasRpmspec() ? answer : queried(settings);
  }

  private Optional<SpecAnswer> expanded(List<String> settings) {
    List<String> all = new ArrayList<>();
    long[] length = {0};
    CommandResult result =
        run(
            "rpmspec",
            settings,
            List.of("-P"),
            line -> {
              length[0] += line.length() + 1;
              if (length[0] <= LONGEST) {
                all.add(line);
              }
            });
    if (!result.ok() || length[0] > LONGEST) {
      return Optional.empty();
    }
    // The listener received both streams.
    all.removeIf(line -> !line.isBlank() && result.errors().contains(line));
    byte[] text = (String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8);
    return Optional.of(
        SpecAnswer.of(SpecFile.of(spec.getFileName().toString(), text), result.errors()));
  }

  private boolean hasRpmspec() {
    return run("rpmspec", "--version").ok();
  }

  private Optional<SpecAnswer> queried(List<String> settings) {
    CommandResult result = run("rpm", asMacros(settings), OLD_QUERY, line -> {});
    String[] words = result.output().isEmpty() ? new String[0] : result.output().get(0).split(" ");
    SpecFile unknown = SpecFile.of(spec.getFileName().toString(), new byte[0]);
    return result.ok() && words.length == 3
        ? Optional.of(new SpecAnswer(words[0], words[1], words[2], unknown, result.errors()))
        : Optional.empty();
  }

  /** Only rpmbuild and rpmspec take conditions and a target. */
  private static List<String> asMacros(List<String> settings) {
    List<String> macros = new ArrayList<>();
    for (int i = 0; i + 1 < settings.size(); i += 2) {
      String value = settings.get(i + 1);
      switch (settings.get(i)) {
        case "--with", "--without" -> {
          String kind = settings.get(i).substring(2);
          macros.addAll(List.of("--define", "_" + kind + "_" + value + " --" + kind + "-" + value));
        }
        case "--define" -> macros.addAll(List.of("--define", value));
        default -> {} // --target
      }
    }
    return macros;
  }

  private CommandResult run(
      String program, List<String> settings, List<String> query, Consumer<String> listener) {
    List<String> arguments =
        Stream.of(settings, query, List.of(top.seen(spec).toString()))
            .flatMap(List::stream)
            .toList();
    CommandResult result = run(top.command(program, arguments), listener);
    fault = result.ok() ? RpmFault.NONE : RpmFault.of(result);
    return result;
  }

  /** Runs a program of rpm; a missing one is a failure. */
  public CommandResult run(String program, String... arguments) {
    return run(top.command(program, List.of(arguments)), line -> {});
  }

  private CommandResult run(Command command, Consumer<String> listener) {
    try {
      return door.run(command, listener);
    } catch (ProcessFailure e) {
      return new CommandResult(1, List.of(), List.of(e.what())); // The program is missing.
    }
  }
}
