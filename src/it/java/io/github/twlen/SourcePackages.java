// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Makes source RPMs for tests with the real rpmbuild, each in its own directory. */
final class SourcePackages {
  private static final Path SPECS = Path.of("src/test/fakesrpm/real");

  /**
   * A toy kernel whose image is a copy of the header. The macros {@code needs} and {@code firmware}
   * add requirements to the spec, as el6's spec has for firmware.
   */
  private static final String TOY =
      """
      %%define debug_package %%{nil}
      Name: kernel
      Version: 3.10.0
      Release: 1%%{?dist}%%{?buildid}
      Summary: a toy kernel
      License: none
      Source0: linux-3.10.0.tar.xz
      Patch999999: linux-kernel-test.patch
      %%{?needs:BuildRequires: %%{needs}}
      %%{?firmware:Requires: kernel-firmware >= %%{version}-%%{release}}
      %%description
      A toy.
      %%prep
      %%setup -q -c -n kernel-3.10.0
      cd linux-3.10.0
      %s
      %%build
      cd linux-3.10.0
      make image
      %s
      %%install
      cd linux-3.10.0
      mkdir -p %%{buildroot}/usr/src/kernels/k/include/net %%{buildroot}/boot
      cp include/net/tcp.h %%{buildroot}/usr/src/kernels/k/include/net
      cp image %%{buildroot}/boot/vmlinuz-%%{version}-%%{release}.%%{_target_cpu}
      cp Makefile %%{buildroot}/boot/config-%%{version}-%%{release}.%%{_target_cpu}
      %%package devel
      Summary: headers
      %%description devel
      Headers.
      %%if "%%{?firmware}" == "built"
      %%package firmware
      Summary: firmware
      %%description firmware
      Firmware.
      %%files firmware
      %%endif
      %%files
      /boot/*
      %%files devel
      /usr/src/kernels/k
      """;

  /** Applies the placeholder patch in %prep of a correct toy. */
  static final String APPLIES =
      """
      ApplyOptionalPatch()
      {
        if [ $(wc -l < $RPM_SOURCE_DIR/$1) -gt 9 ]; then patch -p1 -F1 -s < $RPM_SOURCE_DIR/$1; fi
      }
      ApplyOptionalPatch linux-kernel-test.patch
      """;

  private SourcePackages() {}

  /**
   * Makes a toy package.
   *
   * @param folder an empty directory
   * @param prep commands of %prep in the tree
   * @param build commands of %build after make
   * @param head first lines of the spec
   */
  static Path toy(Path folder, String prep, String build, String... head) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("SOURCES"));
    Path tree = Files.createDirectories(folder.resolve("linux-3.10.0"));
    ToyKernel.linux(tree);
    Files.writeString(
        tree.resolve("Makefile"),
        "VERSION = 3\nPATCHLEVEL = 10\nSUBLEVEL = 0\nimage: include/net/tcp.h\n\tcp $< $@\n");
    run("tar", "-C", folder.toString(), "-cJf", sources + "/linux-3.10.0.tar.xz", "linux-3.10.0");
    Files.writeString(sources.resolve("linux-kernel-test.patch"), "");
    Files.writeString(
        folder.resolve("kernel.spec"), String.join("\n", head) + "\n" + TOY.formatted(prep, build));
    return packed(folder, ".el7");
  }

  /**
   * Makes a toy package with the difficulties of real specs: undefined macros, a script, a dangling
   * link, a silent make, noise. It compiles two files.
   *
   * @param folder an empty directory
   * @param newOptions options that are missing in the kernel's configuration, one a line
   */
  static Path rough(Path folder, String newOptions) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("SOURCES"));
    Path tree = Files.createDirectories(folder.resolve("linux-3.10.0"));
    ToyKernel.linux(tree);
    Files.writeString(
        tree.resolve("Makefile"),
        """
        VERSION = 3
        PATCHLEVEL = 10
        SUBLEVEL = 0
        image: include/net/tcp.h one.o two.o
        \tcp $< $@
        listnewconfig:
        \t@cat new-options
        """);
    Files.writeString(tree.resolve("one.c"), "int one;\n");
    Files.writeString(tree.resolve("two.c"), "int two;\n");
    Files.writeString(tree.resolve("new-options"), newOptions);
    Files.createSymbolicLink(tree.resolve("configs"), Path.of("vendor/configs"));
    run("tar", "-C", folder.toString(), "-cJf", sources + "/linux-3.10.0.tar.xz", "linux-3.10.0");
    Files.writeString(sources.resolve("linux-kernel-test.patch"), "");
    Files.writeString(sources.resolve("kernel-3.10.0-x86_64.config"), "CONFIG_NET=y\n");
    Path script =
        Files.writeString(
            sources.resolve("sign-modules"), "#!/bin/sh\necho signed > \"$1/signed\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.copy(Path.of("src/test/fakesrpm/rough.spec"), folder.resolve("kernel.spec"));
    return packed(folder, ".el7");
  }

  /**
   * Makes a package of a bootable kernel from a real tarball.
   *
   * @param folder an empty directory
   * @param idiom el9, el7 or ml
   * @param tarball of any 6.1 kernel
   * @param version the version in its Makefile
   */
  static Path real(Path folder, String idiom, Path tarball, String version) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("SOURCES"));
    Files.createLink(sources.resolve("linux-" + version + ".tar.xz"), tarball);
    Files.copy(Path.of("recipes/configs/minimal.config"), sources.resolve("kernel-x86_64.config"));
    Files.writeString(
        sources.resolve("process_configs.sh"), "test -s \"$RPM_SOURCE_DIR/$1\" || exit 1\n");
    Files.writeString(sources.resolve("patch-6.1-vendor.patch"), "");
    Files.writeString(sources.resolve("linux-kernel-test.patch"), "");
    String head = Files.readString(SPECS.resolve(idiom + ".spec")).replace("@VERSION@", version);
    String name = idiom.equals("ml") ? "kernel-ml.spec" : "kernel.spec";
    Files.writeString(folder.resolve(name), head + Files.readString(SPECS.resolve("body.inc")));
    return packed(folder, idiom.equals("el7") ? ".el7" : ".el9");
  }

  private static Path packed(Path folder, String dist) throws IOException {
    Path spec;
    try (Stream<Path> files = Files.list(folder)) {
      spec = files.filter(f -> f.toString().endsWith(".spec")).findFirst().orElseThrow();
    }
    run(
        "rpmbuild",
        "-bs",
        "--nodeps",
        "--define",
        "_topdir " + folder,
        "--define",
        "_source_payload w0.ufdio", // The tarball does not shrink any more.
        "--define",
        "dist " + dist,
        spec.toString());
    try (Stream<Path> made = Files.list(folder.resolve("SRPMS"))) {
      return made.findFirst().orElseThrow();
    }
  }

  private static void run(String... words) {
    CommandResult result =
        new CommandRunner().run(Command.of(words).within(Duration.ofMinutes(10)));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
  }
}
