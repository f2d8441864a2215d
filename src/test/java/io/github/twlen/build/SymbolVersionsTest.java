// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymbolVersionsTest {
  @TempDir Path folder;

  private BuildTree tree;
  private Path module;

  @BeforeEach
  void tree() throws IOException {
    tree = new BuildTree(folder);
    Files.createDirectories(tree.linux().resolve("include/linux"));
    module = tree.linux().resolve("Module.symvers");
  }

  @Test
  void namesChangedAndMissingSymbolsOfTheImage() throws IOException {
    // Up to Linux 5.3 a line ends with the kind of export, later with a namespace.
    SymbolVersions stock =
        read(
            """
            0x11111111\tkept\tvmlinux\tEXPORT_SYMBOL
            0x22222222\tretyped\tvmlinux\tEXPORT_SYMBOL_GPL\t
            0x33333333\tlost\tvmlinux\tEXPORT_SYMBOL
            0x44444444\tof_a_module\tdrivers/net/dummy\tEXPORT_SYMBOL
            """);
    SymbolVersions patched =
        read(
            """
            0x11111111\tkept\tvmlinux\tEXPORT_SYMBOL
            0x99999999\tretyped\tvmlinux\tEXPORT_SYMBOL_GPL\t
            0x55555555\tadded\tvmlinux\tEXPORT_SYMBOL
            """);
    assertThat(stock.versions().keySet()).containsExactly("kept", "lost", "retyped");
    assertThat(stock.changedIn(patched)).containsExactly("lost", "retyped");
    assertThat(patched.changedIn(patched)).isEmpty();
  }

  @Test
  void findsNoneWithoutModversions() throws IOException {
    assertThat(SymbolVersions.of(tree)).isEmpty();
    Files.writeString(module, "0x00000000\tkept\tvmlinux\tEXPORT_SYMBOL\n\nshort\tline\n");
    assertThat(SymbolVersions.of(tree)).isEmpty();
  }

  @Test
  void readsTheFileOfTheLastBuild() throws IOException {
    read("0x11111111\tkept\tvmlinux\tEXPORT_SYMBOL\n");
    Path image = tree.linux().resolve("vmlinux.symvers");
    Files.writeString(image, "0x22222222\tkept\tvmlinux\tEXPORT_SYMBOL\n");
    Files.setLastModifiedTime(image, FileTime.fromMillis(4_000_000_000L));
    Files.setLastModifiedTime(module, FileTime.fromMillis(3_000_000_000L));
    assertThat(SymbolVersions.of(tree).orElseThrow().versions()).containsValue("0x22222222");
    Files.setLastModifiedTime(module, FileTime.fromMillis(5_000_000_000L));
    assertThat(SymbolVersions.of(tree).orElseThrow().versions()).containsValue("0x11111111");
  }

  @Test
  void knowsThePromiseOfAVendor() throws IOException {
    String line = "0x11111111\tkept\tvmlinux\tEXPORT_SYMBOL\n";
    assertThat(read(line).promised()).isFalse();
    Files.createFile(tree.linux().resolve("include/linux/rh_kabi.h"));
    assertThat(read(line).promised()).isTrue();
  }

  private SymbolVersions read(String text) throws IOException {
    Files.writeString(module, text);
    return SymbolVersions.of(tree).orElseThrow();
  }
}
