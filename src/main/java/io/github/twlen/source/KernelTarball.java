// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.TerminalText;
import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.tar.TarInput;
import io.github.twlen.archive.tar.TarSearch;
import io.github.twlen.archive.tar.TreeFinder;
import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.source.spec.SpecSources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The kernel's tarball among the sources of a package: it has {@value TimewaitLength#HEADER} and a
 * top Makefile with a version. Of several, it is the one that %prep unpacks first.
 *
 * @param name its name among the sources
 * @param read the requested files, by path from the kernel's top directory
 */
public record KernelTarball(String name, Map<String, byte[]> read) {
  /** The formats that rpm unpacks with tar. */
  private static final Pattern ARCHIVE =
      Pattern.compile("(?i).*\\.(tar(\\.(gz|xz|bz2|zst|lzma))?|t(gz|xz|bz2?|zst|lz))");

  /** Top-level names of which every kernel tree has some near its beginning. */
  private static final Set<String> TOP_NAMES =
      Set.of("Documentation", "Kbuild", "Kconfig", "MAINTAINERS", "arch", "drivers", "include");

  private static final List<String> BOTH = List.of(KernelSource.MAKEFILE, TimewaitLength.HEADER);

  /** Names of tarballs in an error message. */
  private static final int MOST_SHOWN = 5;

  /** The key of the name in a cache; no path in an archive is empty. */
  private static final String NAME = "";

  /**
   * A source of the package.
   *
   * @param size in bytes
   * @param open returns its content; fails when it is missing
   */
  public record Candidate(String name, long size, Supplier<TarInput> open) {
    /** Returns a source that is a file. */
    public static Candidate of(String name, Path file) {
      return new Candidate(name, file.toFile().length(), () -> TarInput.of(file));
    }
  }

  /** Returns whether a source has the name of a tarball. */
  public static boolean isTarball(String name) {
    return ARCHIVE.matcher(name).matches();
  }

  /**
   * Finds the tarball and reads files of it. A large archive that does not begin like a kernel is
   * read last.
   *
   * @param sourceName the package, for messages
   * @param spec one character for each byte
   * @param sources all or some sources of the package
   * @throws SourceFailure when none has a kernel, or one that precedes it is missing
   * @throws ArchiveFailure when it, or one that precedes it, is corrupt
   */
  public static KernelTarball find(
      String sourceName, String spec, List<Candidate> sources, ReadRequest wanted) {
    List<Candidate> ordered = inOrder(spec, sources);
    Map<String, String> faults = new LinkedHashMap<>();
    List<Candidate> unlikely = new ArrayList<>();
    for (Candidate one : ordered) {
      if (ordered.size() > 1 && !mayBeKernel(one)) {
        unlikely.add(one);
        continue;
      }
      Optional<KernelTarball> found = read(one, wanted, faults);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return unlikely.stream()
        .flatMap(one -> read(one, wanted, faults).stream())
        .findFirst()
        .orElseThrow(() -> none(sourceName, faults));
  }

  private static List<Candidate> inOrder(String spec, List<Candidate> sources) {
    Map<String, Candidate> tarballs = new LinkedHashMap<>();
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (Candidate one : sources) {
      if (isTarball(one.name())) {
        tarballs.put(one.name(), one);
        sizes.put(one.name(), one.size());
      }
    }
    return SpecSources.of(spec).inOrder(sizes).stream().map(tarballs::get).toList();
  }

  private static boolean mayBeKernel(Candidate candidate) {
    TarInput tarball = candidate.open().get();
    return !tarball.isTar() || new TreeFinder(tarball).mayHave(TOP_NAMES);
  }

  private static Optional<KernelTarball> read(
      Candidate candidate, ReadRequest wanted, Map<String, String> faults) {
    TarInput tarball = candidate.open().get();
    if (!tarball.isTar()) {
      faults.put(candidate.name(), "not a tar archive");
      return Optional.empty();
    }
    Map<String, byte[]> read = files(tarball, wanted.with(BOTH));
    Optional<String> fault = fault(read);
    fault.ifPresent(text -> faults.put(candidate.name(), text));
    return fault.isPresent()
        ? Optional.empty()
        : Optional.of(new KernelTarball(candidate.name(), read));
  }

  /** Reads a tree in the usual place, the single top directory, otherwise in any directory. */
  private static Map<String, byte[]> files(TarInput tarball, ReadRequest wanted) {
    Map<String, byte[]> usual = Map.of();
    try {
      usual = Tarball.read(new TarSearch(tarball), wanted);
      if (usual.containsKey(TimewaitLength.HEADER)) {
        return usual;
      }
    } catch (ArchiveFailure e) {
      // Several top directories. Anything else recurs below.
    }
    Optional<String> directory = new TreeFinder(tarball).directory(BOTH);
    return directory.isPresent()
        ? Tarball.read(new TarSearch(tarball, directory.get()), wanted)
        : usual;
  }

  private static Optional<String> fault(Map<String, byte[]> read) {
    byte[] makefile = read.get(KernelSource.MAKEFILE);
    if (!read.containsKey(TimewaitLength.HEADER) || makefile == null) {
      boolean header = read.containsKey(TimewaitLength.HEADER);
      return Optional.of("no " + (header ? KernelSource.MAKEFILE : TimewaitLength.HEADER));
    }
    try {
      KernelRelease.ofMakefile(new String(makefile, StandardCharsets.ISO_8859_1));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static SourceFailure none(String sourceName, Map<String, String> faults) {
    List<String> shown =
        faults.entrySet().stream()
            .limit(MOST_SHOWN)
            .map(one -> TerminalText.of(one.getKey()) + " (" + one.getValue() + ")")
            .toList();
    String more =
        faults.size() > MOST_SHOWN ? " and " + (faults.size() - MOST_SHOWN) + " more" : "";
    return new SourceFailure(
        "cannot find the kernel in "
            + sourceName
            + ": "
            + (shown.isEmpty() ? "it has no tarball" : String.join(", ", shown) + more),
        "pass the source package of a kernel, with a tarball of its tree");
  }

  /** Returns the files with the name, for a cache. */
  Map<String, byte[]> packed() {
    Map<String, byte[]> all = new LinkedHashMap<>(read);
    all.put(NAME, name.getBytes(StandardCharsets.UTF_8));
    return all;
  }

  /** Returns the tarball of packed files. */
  static KernelTarball unpacked(Map<String, byte[]> packed) {
    Map<String, byte[]> read = new LinkedHashMap<>(packed);
    byte[] name = Optional.ofNullable(read.remove(NAME)).orElseThrow();
    return new KernelTarball(new String(name, StandardCharsets.UTF_8), read);
  }
}
