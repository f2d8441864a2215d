// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What lets a new tool build an old kernel. A row of {@code recipes/remedies.yaml}; the page
 * old-kernels of the site describes its keys.
 *
 * @param name a short name, unique in the table
 * @param mends what would go wrong without it, one plain sentence without its full stop
 * @param kernels the kernels that need it
 * @param tool the program that makes the trouble: {@code gcc}, {@code ld}, {@code make} or {@code
 *     perl}
 * @param versions the versions of the tool that make it
 * @param where marks that a tree must all have to need it
 * @param unless marks of which a tree has one when it has been mended itself
 * @param flags what the programs are given
 * @param header a header that is given beside the tree's own
 * @param patch the template of a change of the tree's text, below {@code patches/}
 */
public record Remedy(
    String name,
    String mends,
    VersionRange kernels,
    String tool,
    VersionRange versions,
    List<Mark> where,
    List<Mark> unless,
    Flags flags,
    Optional<SideHeader> header,
    Optional<String> patch) {
  /** The tools whose versions decide. */
  public static final List<String> TOOLS = List.of("gcc", "ld", "make", "perl");

  /** Copies what it is given. */
  public Remedy {
    where = List.copyOf(where);
    unless = List.copyOf(unless);
  }

  /**
   * Text in a file of the tree.
   *
   * @param file its path, from the tree's top directory
   * @param text what it must contain; empty when the file need only be there
   */
  public record Mark(String file, String text) {
    /** Returns whether the tree has it. */
    public boolean in(Function<String, Optional<byte[]>> tree) {
      return tree.apply(file)
          .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains(text))
          .orElse(false);
    }
  }

  /**
   * Words for compilers and the linker. They go before the caller's own, so that a file for which
   * the tree asks otherwise (position-independent code in the vDSO, for one) gets what it asks for.
   *
   * @param kernel for files of the kernel
   * @param program for programs that run during the build, when they are compiled or linked
   * @param programLink for those when they are linked
   * @param linker for {@code ld} itself
   * @param without words of the caller that are left out for files of the kernel; a {@code *} at
   *     the end stands for anything
   */
  public record Flags(
      List<String> kernel,
      List<String> program,
      List<String> programLink,
      List<String> linker,
      List<String> without) {
    /** No words. */
    public static final Flags NONE =
        new Flags(List.of(), List.of(), List.of(), List.of(), List.of());

    /** Copies what it is given. */
    public Flags {
      kernel = List.copyOf(kernel);
      program = List.copyOf(program);
      programLink = List.copyOf(programLink);
      linker = List.copyOf(linker);
      without = List.copyOf(without);
    }

    /** Returns whether there is no word. */
    public boolean isEmpty() {
      return equals(NONE);
    }

    /** Returns both together. */
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
   * A header that the tree lacks.
   *
   * @param path as it is included; {@code @MAJOR@} stands for the tool's first number
   * @param text its content
   */
  public record SideHeader(String path, String text) {
    /** Returns the path for a version of the tool. */
    public String pathFor(Version version) {
      return path.replace("@MAJOR@", String.valueOf(version.numbers().get(0)));
    }
  }

  /** Returns whether such a kernel with such a tool needs it, as far as versions tell. */
  public boolean concerns(Version kernel, Version version) {
    return kernels.contains(kernel) && versions.contains(version);
  }

  /** Returns whether a tree needs it: it has the trouble, and has not been mended itself. */
  public boolean neededBy(Function<String, Optional<byte[]>> tree) {
    return where.stream().allMatch(mark -> mark.in(tree))
        && unless.stream().noneMatch(mark -> mark.in(tree));
  }

  /** Returns how it is done for a version of the tool, in a few words. */
  public String how(Version version) {
    Stream<String> words =
        Stream.of(
            told("", flags.kernel),
            told("programs of the build: ", Flags.joined(flags.program, flags.programLink)),
            told("ld: ", flags.linker),
            told("without ", flags.without),
            header.map(one -> "a header " + one.pathFor(version)).orElse(""),
            patch.map(one -> "patches/" + one).orElse(""));
    return String.join("; ", words.filter(word -> !word.isEmpty()).toList());
  }

  private static String told(String what, List<String> words) {
    return words.isEmpty() ? "" : what + String.join(" ", words);
  }
}
