// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The versions of the symbols that a kernel image exports to modules. With {@code
 * CONFIG_MODVERSIONS}, a version is the checksum of all types that a symbol's declaration leads to.
 * A kernel loads only modules that were compiled with the same versions, so other versions are
 * another kABI.
 *
 * @param versions the checksums, by symbol
 * @param promised whether the vendor promises modules that versions remain
 */
public record SymbolVersions(SortedMap<String, String> versions, boolean promised) {
  /** Written by the makefiles; since Linux 5.8 the second one if no modules are made. */
  private static final List<String> FILES = List.of("Module.symvers", "vmlinux.symvers");

  /** Red Hat's macros for changes that keep the versions. */
  private static final String PROMISE = "include/linux/rh_kabi.h";

  /** The owner of the image's symbols; other lines are of modules. */
  private static final String IMAGE = "vmlinux";

  /** The checksum of a symbol without a version. */
  private static final String NONE = "0x00000000";

  /**
   * Reads the versions in a built tree: on each line a checksum, a symbol and its owner, separated
   * by tabs.
   *
   * @return empty if the kernel was built without versions
   * @throws BuildFailure when they cannot be read
   */
  public static Optional<SymbolVersions> of(BuildTree tree) {
    SortedMap<String, String> versions = new TreeMap<>();
    newest(tree).map(BuildTree::text).stream()
        .flatMap(String::lines)
        .map(line -> line.split("\t", -1))
        .filter(fields -> fields.length > 2 && fields[2].equals(IMAGE) && !fields[0].equals(NONE))
        .forEach(fields -> versions.put(fields[1], fields[0]));
    boolean promised = Files.exists(tree.linux().resolve(PROMISE));
    return versions.isEmpty()
        ? Optional.empty()
        : Optional.of(new SymbolVersions(versions, promised));
  }

  private static Optional<Path> newest(BuildTree tree) {
    return FILES.stream()
        .map(tree.linux()::resolve)
        .filter(Files::isRegularFile)
        .max(Comparator.comparing(file -> file.toFile().lastModified()));
  }

  /**
   * Returns the symbols that have another version in a patched kernel or are not in it, sorted.
   * These versions are those of the stock kernel.
   */
  public List<String> changedIn(SymbolVersions patched) {
    return versions.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(patched.versions.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns the files that {@link #of} reads, relative to a work tree's root. */
  public static Stream<String> files() {
    return FILES.stream().map("linux/"::concat);
  }
}
