package io.github.twlen.source;

import io.github.twlen.Progress;
import io.github.twlen.recipe.KernelRelease;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kernel's source on this disk, and why it is believed to be what it says. */
public sealed interface KernelSource permits Tarball, LocalTree {
  /** The header that holds the length. */
  String HEADER = "include/net/tcp.h";

  /** The tarball, or the root of the tree. */
  Path location();

  /** What it calls itself, such as the file's name. */
  String name();

  /** {@code tarball} or {@code tree}. */
  String kind();

  /** The version of the package it came in, else the kernel's own. */
  String version();

  /** Where it came from, for a report. */
  String origin();

  /** SHA-256 of the tarball, or over the listing of a tree. */
  String digest();

  /** What was held against what, one line each; empty when nothing tells what it should be. */
  List<String> proof();

  /**
   * A file of it.
   *
   * @param path relative to the kernel's top folder
   * @return empty when it has none of this path
   */
  Optional<byte[]> file(String path);

  /**
   * Hands over every file below some folders; from several threads, perhaps.
   *
   * @param folders relative to the kernel's top folder
   */
  void forEachUnder(List<String> folders, BiConsumer<String, byte[]> visitor);

  /**
   * Puts a whole tree of it into a folder that does not exist yet; what is half made stands beside
   * it under another name.
   */
  void unpack(Path target, Progress progress);

  /**
   * The bytes of {@value #HEADER}.
   *
   * @throws SourceFailure when there is none
   */
  default byte[] header() {
    return file(HEADER)
        .orElseThrow(
            () ->
                new SourceFailure(
                    name() + " has no " + HEADER, "give the source of a Linux kernel", null));
  }

  /**
   * The version that the top Makefile tells.
   *
   * @throws SourceFailure when it does not
   */
  default KernelRelease kernelVersion() {
    String makefile =
        new String(
            file("Makefile").orElseThrow(() -> noKernel("has no Makefile")),
            StandardCharsets.ISO_8859_1);
    String version = value(makefile, "VERSION").orElseThrow(() -> noKernel("tells no VERSION"));
    String patchlevel =
        value(makefile, "PATCHLEVEL").orElseThrow(() -> noKernel("tells no PATCHLEVEL"));
    String sublevel = value(makefile, "SUBLEVEL").map(s -> "." + s).orElse("");
    String extra = value(makefile, "EXTRAVERSION").orElse("");
    return KernelRelease.parse(version + "." + patchlevel + sublevel + extra);
  }

  private SourceFailure noKernel(String why) {
    return new SourceFailure(name() + " " + why, "give the source of a Linux kernel", null);
  }

  private static Optional<String> value(String makefile, String variable) {
    Matcher line =
        Pattern.compile("(?m)^" + variable + "[ \\t]*=[ \\t]*(\\S*)[ \\t]*$").matcher(makefile);
    return line.find() && !line.group(1).isEmpty() ? Optional.of(line.group(1)) : Optional.empty();
  }
}
