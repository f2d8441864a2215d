// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.GivenFile;
import io.github.twlen.Progress;
import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.TimewaitLength;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kernel's source on this disk, and why it is believed to be what it says. */
public sealed interface KernelSource permits Tarball, SourceRpm, GitTree, DistGit, LocalTree {
  /** The header that holds the length. */
  String HEADER = TimewaitLength.HEADER;

  /** The file that tells the version. */
  String MAKEFILE = "Makefile";

  /** The tarball, or the root of the tree. */
  Path location();

  /** What it calls itself, such as the file's name. */
  String name();

  /** {@code tarball}, {@code source-rpm}, {@code git} or {@code tree}. */
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
   * What is wanted of it, by path, from the kernel's top folder on; in as few passes as it allows.
   */
  Map<String, byte[]> read(ReadRequest wanted);

  /** The packaging in which it came: its spec and patches; empty when it came without. */
  default Optional<Packaging> packaging() {
    return Optional.empty();
  }

  /**
   * Puts every file of the packaging into a folder: the spec, the tarball, the patches.
   *
   * @throws SourceFailure when it came without, or when they are not all at hand
   */
  default void unpackPackaging(Path folder) {
    throw new SourceFailure(name() + " is no source RPM", "give a *.src.rpm", null);
  }

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
    return header(read(ReadRequest.of(HEADER)));
  }

  /**
   * The header out of what was read.
   *
   * @throws SourceFailure when there is none
   */
  default byte[] header(Map<String, byte[]> read) {
    byte[] header = read.get(HEADER);
    if (header == null) {
      throw noKernel("has no " + HEADER);
    }
    if (header.length > GivenFile.LONGEST) {
      throw noKernel("has a " + HEADER + " of " + header.length + " bytes");
    }
    return header;
  }

  /**
   * The version that the top Makefile tells.
   *
   * @throws SourceFailure when it does not
   */
  default KernelRelease kernelVersion() {
    return kernelVersion(read(ReadRequest.of(MAKEFILE)));
  }

  /**
   * The version that the top Makefile tells, out of what was read.
   *
   * @throws SourceFailure when it does not
   */
  default KernelRelease kernelVersion(Map<String, byte[]> read) {
    byte[] bytes = read.get(MAKEFILE);
    if (bytes == null) {
      throw noKernel("has no Makefile");
    }
    if (bytes.length > GivenFile.LONGEST) {
      throw noKernel("has a Makefile of " + bytes.length + " bytes");
    }
    try {
      return KernelRelease.ofMakefile(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw noKernel("is no kernel tree: " + e.getMessage());
    }
  }

  private SourceFailure noKernel(String why) {
    return new SourceFailure(name() + " " + why, "give the source of a Linux kernel", null);
  }
}
