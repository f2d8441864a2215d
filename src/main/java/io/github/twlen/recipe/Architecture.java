// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A processor architecture, a file of {@code recipes/architectures}; the page architectures of the
 * site describes its keys.
 *
 * @param name the value of {@code --arch}
 * @param names its other names, that of {@code uname -m} first
 * @param rpm the target of rpmbuild
 * @param deb the name in Debian
 * @param tools programs that some steps need for it
 * @param fragments the options that it adds to fragments of {@code recipes/configs}, by file name
 * @param trial a guest that tests KVM; empty where there is none
 */
public record Architecture(
    String name,
    List<String> names,
    Make make,
    String rpm,
    String deb,
    Image image,
    Machine machine,
    List<RequiredTool> tools,
    Map<String, String> fragments,
    Optional<Trial> trial) {
  /** Always of the host's architecture. */
  private static final String REDHAT = "/usr/libexec/qemu-kvm";

  public Architecture {
    names = List.copyOf(names);
    tools = List.copyOf(tools);
    fragments = Map.copyOf(fragments);
  }

  /**
   * The names in the kernel's tree.
   *
   * @param arch the value of {@code ARCH}
   * @param directory the directory in {@code arch/}
   * @param option the option that only its configurations have, with {@code CONFIG_}
   * @param cross the prefix of a cross compiler, such as {@code aarch64-linux-gnu-}
   */
  public record Make(String arch, String directory, String option, String cross) {}

  /**
   * The bootable image.
   *
   * @param target of make; also the name of the file
   * @param path in the tree
   * @param magicAt the place of the magic bytes
   * @param magic the bytes that identify such an image, in hexadecimal digits
   * @param banner the place of a 16-bit pointer to the banner, and a number to add to the pointer;
   *     empty for an image that has the banner in its uncompressed bytes
   */
  public record Image(
      String target, String path, int magicAt, String magic, Optional<Banner> banner) {}

  /** The place of a 16-bit pointer to the banner, and a number to add to the pointer. */
  public record Banner(int pointer, int plus) {}

  /**
   * QEMU's machine.
   *
   * @param elf the {@code e_machine} of its programs (elf(5))
   * @param arguments that every guest needs
   * @param kvm arguments with KVM
   * @param emulated arguments without KVM
   * @param disk arguments of a guest that boots a disk; empty where firmware cannot
   * @param console the serial console, such as {@code ttyS0}
   * @param consoleOption the option of its driver
   */
  public record Machine(
      int elf,
      List<String> arguments,
      List<String> kvm,
      List<String> emulated,
      List<String> disk,
      String console,
      String consoleOption) {
    public Machine {
      arguments = List.copyOf(arguments);
      kvm = List.copyOf(kvm);
      emulated = List.copyOf(emulated);
      disk = List.copyOf(disk);
    }

    /** Returns whether its QEMU boots a disk without further firmware. */
    public boolean bootsDisks() {
      return !disk.isEmpty();
    }
  }

  /**
   * A test guest that prints a line and reboots.
   *
   * @param bytes its length
   * @param hex its beginning, in hexadecimal digits; zeros follow
   */
  public record Trial(int bytes, String hex) {}

  /** Returns whether this is one of its names. */
  public boolean isNamed(String other) {
    return name.equals(other) || names.contains(other);
  }

  /** Returns whether this host has it. */
  public boolean isOfHost() {
    return isNamed(System.getProperty("os.arch", ""));
  }

  /** Returns the prefix of the compiler and the linker on this host; empty for its own. */
  public String toolPrefix() {
    return isOfHost() ? "" : make.cross();
  }

  /** Returns the tools of a step that are its own. */
  public List<RequiredTool> toolsOf(String step) {
    return tools.stream().filter(tool -> tool.step().equals(step)).toList();
  }

  /** Returns QEMU, with the place in CentOS and its derivatives, outside of PATH. */
  public RequiredTool qemu() {
    RequiredTool tool = toolsOf("qemu").get(0);
    return isOfHost() ? tool.orAt(REDHAT) : tool;
  }

  /** Returns whether a file of the kernel's tree may matter to it. */
  public boolean uses(String file) {
    return !file.startsWith("arch/") || file.startsWith("arch/" + make.directory() + "/");
  }
}
