// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.GivenFile;
import io.github.twlen.Message;
import io.github.twlen.Progress;
import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.TimewaitLength;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kernel's source on this host, and how it was verified. */
public sealed interface KernelSource
    permits Tarball, SourceRpm, SpecSource, GitTree, DistGit, LocalTree {
  /** The file that defines the version. */
  String MAKEFILE = "Makefile";

  /** Returns the tarball, the package, the repository or the root of the tree. */
  Path location();

  /** Returns its name in messages. */
  default String name() {
    return String.valueOf(location().getFileName());
  }

  /** Returns {@code tarball}, {@code source-rpm}, {@code spec}, {@code git} or {@code tree}. */
  default String kind() {
    if (this instanceof Tarball) {
      return "tarball";
    }
    if (this instanceof SpecSource) {
      return "spec";
    }
    return this instanceof SourceRpm ? "source-rpm" : this instanceof LocalTree ? "tree" : "git";
  }

  /** Returns the version of its package, otherwise of the kernel. */
  String version();

  /** Returns where it came from, for a report. */
  Message origin();

  /** Returns the SHA-256 of the tarball, or of the listing of a tree. */
  String digest();

  /** Returns the verifications, one line each; none for a source that nothing verifies. */
  List<Message> proof();

  /** Returns the requested files by path from the kernel's top directory, in few passes. */
  Map<String, byte[]> read(ReadRequest wanted);

  /** Returns whether it has a packaging; unlike {@link #packaging}, without reading its tarball. */
  default boolean hasPackaging() {
    return false;
  }

  /** Returns its packaging, the spec and patches; empty when it has none. */
  default Optional<Packaging> packaging() {
    return Optional.empty();
  }

  /**
   * Copies all files of the packaging into a directory: the spec, the tarball, the patches; fails
   * when it has no packaging, or files are missing.
   */
  default void unpackPackaging(Path folder) {
    throw new SourceFailure(
        "cannot use " + name() + ": not a source RPM", "pass a *.src.rpm or a spec file");
  }

  /** Returns the content of a small file of the packaging, if it has one of that name. */
  default Optional<byte[]> packagingFile(String name) {
    return Optional.empty();
  }

  /** Copies at least those files of the packaging that rpm may read while it parses the spec. */
  default void unpackSmall(Path folder) {
    unpackPackaging(folder);
  }

  /** Unpacks the tree into a new directory, which is complete or absent. */
  void unpack(Path target, Progress progress);

  /** Reads {@value TimewaitLength#HEADER}; fails when there is none. */
  default byte[] header() {
    return header(read(ReadRequest.of(TimewaitLength.HEADER)));
  }

  /**
   * Returns {@value TimewaitLength#HEADER} of the files that were read; fails when there is none.
   */
  default byte[] header(Map<String, byte[]> read) {
    return file(read, TimewaitLength.HEADER);
  }

  /** Reads the version of the top Makefile; fails when there is none. */
  default KernelRelease kernelVersion() {
    return kernelVersion(read(ReadRequest.of(MAKEFILE)));
  }

  /**
   * Returns the version of the top Makefile among the files that were read; fails when there is
   * none.
   */
  default KernelRelease kernelVersion(Map<String, byte[]> read) {
    try {
      return KernelRelease.ofMakefile(
          new String(file(read, MAKEFILE), StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw noKernel(String.valueOf(e.getMessage()));
    }
  }

  private byte[] file(Map<String, byte[]> read, String name) {
    byte[] bytes = read.get(name);
    if (bytes == null || bytes.length > GivenFile.LONGEST) {
      throw noKernel(
          bytes == null ? "no " + name : "its " + name + " has " + bytes.length + " bytes");
    }
    return bytes;
  }

  private SourceFailure noKernel(String reason) {
    return new SourceFailure(
        "cannot use " + name() + ": " + reason, "pass the source of a Linux kernel");
  }
}
