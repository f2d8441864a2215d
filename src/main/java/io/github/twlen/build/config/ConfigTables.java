// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What is known of kernel configurations as data: the files of {@code recipes/configs}.
 *
 * @param packed the files that go with recipes, by their names, such as {@code
 *     recipes/configs/lean.config}
 */
public record ConfigTables(Function<String, Optional<byte[]>> packed) {
  /** Returns the options that a guest cannot do without when QEMU boots the kernel directly. */
  public ConfigFragment proof() {
    return fragment("proof.config").orElseThrow();
  }

  /** Returns a packed fragment; empty when there is none of this name. */
  public Optional<ConfigFragment> fragment(String name) {
    return text(name).map(text -> ConfigFragment.packed(name, text));
  }

  /** Returns what {@code --lean} switches off. */
  LeanProfile lean() {
    return LeanProfile.parse(needed("lean.config"));
  }

  /** Returns the names that options had in older kernels. */
  OptionRenames renames() {
    return OptionRenames.parse(needed("renamed-options"));
  }

  /** Returns the options whose value names a file. */
  FileOptions fileOptions() {
    return FileOptions.parse(needed("file-options"));
  }

  /** Returns where vendors keep their configuration, as {@code VendorConfig} reads it. */
  String vendorPlaces() {
    return needed("vendor-configs");
  }

  /** Returns what stands in for {@code tinyconfig} in a kernel that has no such target. */
  ConfigFragment tiny() {
    return fragment("tiny.config").orElseThrow();
  }

  /**
   * Returns what a vendor's tree needs over the smallest configuration to compile: that of the
   * newest release that is not newer than the tree's; empty when such a tree compiles with the
   * vendor's configuration only.
   *
   * @param major the {@code RHEL_MAJOR} of the tree's Makefile
   */
  Optional<ConfigFragment> vendorMinimum(int major) {
    return IntStream.iterate(major, release -> release > 0, release -> release - 1)
        .mapToObj(release -> fragment("rhel" + release + ".config"))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private String needed(String name) {
    return text(name)
        .orElseThrow(() -> new IllegalStateException("twlen was packed without " + name));
  }

  private Optional<String> text(String name) {
    return packed
        .apply("recipes/configs/" + name)
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
  }
}
