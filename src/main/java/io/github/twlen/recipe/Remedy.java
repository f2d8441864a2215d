// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.Message;
import io.github.twlen.Messages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A measure that lets a new tool build an old kernel, a row of {@code recipes/remedies.yaml}; the
 * page old-kernels of the site describes its keys.
 *
 * @param name a short name, unique in the table
 * @param mends the problem without it, one sentence without its full stop
 * @param kernels the kernels that need it
 * @param tool one of {@link #TOOLS}
 * @param versions the versions of the tool that cause the problem
 * @param where marks of a tree that needs it, all of which must be present
 * @param unless marks of a tree that is already fixed, of which one is enough
 * @param header an additional header beside the headers of the tree
 * @param patch the template of a change of the tree's text, below {@code patches/}
 */
public record Remedy(
    String name,
    String mends,
    Version.Range kernels,
    String tool,
    Version.Range versions,
    List<Mark> where,
    List<Mark> unless,
    Flags flags,
    Optional<SideHeader> header,
    Optional<String> patch) {
  /** The tools whose versions select remedies. */
  public static final List<String> TOOLS = List.of("gcc", "ld", "make", "perl");

  public Remedy {
    where = List.copyOf(where);
    unless = List.copyOf(unless);
  }

  /**
   * Text in a file of the tree.
   *
   * @param file its path from the tree's top directory
   * @param text the required content; empty when the file need only exist
   */
  public record Mark(String file, String text) {
    /** Returns whether the tree has the mark. */
    public boolean in(Function<String, Optional<byte[]>> tree) {
      return tree.apply(file)
          .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains(text))
          .orElse(false);
    }
  }

  /**
   * Arguments for compilers and the linker. They precede the tree's own arguments, so that the tree
   * can override them, as the vDSO does with position-independent code.
   *
   * @param kernel for files of the kernel
   * @param program for compiling and linking programs that run during the build
   * @param programLink for linking those programs
   * @param linker for {@code ld} itself
   * @param without arguments of the tree that are dropped for files of the kernel; a {@code *} at
   *     the end matches anything
   */
  public record Flags(
      List<String> kernel,
      List<String> program,
      List<String> programLink,
      List<String> linker,
      List<String> without) {
    /** No arguments. */
    public static final Flags NONE =
        new Flags(List.of(), List.of(), List.of(), List.of(), List.of());

    public Flags {
      kernel = List.copyOf(kernel);
      program = List.copyOf(program);
      programLink = List.copyOf(programLink);
      linker = List.copyOf(linker);
      without = List.copyOf(without);
    }

    /** Returns whether there are no arguments. */
    public boolean isEmpty() {
      return equals(NONE);
    }

    /** Returns the arguments of both. */
    public Flags and(Flags more) {
      return new Flags(
          joined(kernel, more.kernel),
          joined(program, more.program),
          joined(programLink, more.programLink),
          joined(linker, more.linker),
          joined(without, more.without));
    }

    private static List<String> joined(List<String> one, List<String> other) {
      return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }
  }

  /**
   * A header that is missing in the tree.
   *
   * @param path as in the include directive; {@code @MAJOR@} is replaced by the tool's first number
   */
  public record SideHeader(String path, String text) {
    /** Returns the path for a version of the tool. */
    public String pathFor(Version version) {
      return path.replace("@MAJOR@", String.valueOf(version.numbers().get(0)));
    }
  }

  /** Returns whether a kernel needs it with a version of the tool, as far as versions decide. */
  public boolean concerns(Version kernel, Version version) {
    return kernels.contains(kernel) && versions.contains(version);
  }

  /** Returns whether its marks are in files that an architecture uses. */
  public boolean concerns(Architecture architecture) {
    return Stream.concat(where.stream(), unless.stream())
        .allMatch(mark -> architecture.uses(mark.file()));
  }

  /** Returns whether a tree needs it: it has the problem and is not already fixed. */
  public boolean neededBy(Function<String, Optional<byte[]>> tree) {
    return where.stream().allMatch(mark -> mark.in(tree))
        && unless.stream().noneMatch(mark -> mark.in(tree));
  }

  /** Returns a short description of the measure for a version of the tool. */
  private Message how(Version version) {
    List<Message> parts = new ArrayList<>();
    add(parts, "how.kernel", flags.kernel);
    add(parts, "how.programs", Flags.joined(flags.program, flags.programLink));
    add(parts, "how.linker", flags.linker);
    add(parts, "how.without", flags.without);
    header.ifPresent(one -> add(parts, "how.header", List.of(one.pathFor(version))));
    patch.ifPresent(one -> parts.add(Message.verbatim("patches/" + one)));
    return Message.joined("; ", parts);
  }

  private static void add(List<Message> parts, String key, List<String> arguments) {
    if (!arguments.isEmpty()) {
      parts.add(Message.of(Remedy.class, key, "arguments", String.join(" ", arguments)));
    }
  }

  /** Returns the remedy for a report, when a version of the tool made it necessary. */
  public AppliedRemedy applied(Version version) {
    return new AppliedRemedy(
        name,
        translated("remedy." + name, mends),
        Message.verbatim(tool + " " + version),
        how(version));
  }

  /** Returns a text of the bundled table by its key; a user's own text has no translation. */
  static Message translated(String key, String text) {
    Messages english = Messages.of(Remedy.class, Locale.ROOT);
    return english.has(key) && english.text(key).equals(text)
        ? Message.of(Remedy.class, key)
        : Message.verbatim(text);
  }
}
