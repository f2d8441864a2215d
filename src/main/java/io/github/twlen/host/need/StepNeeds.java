// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.need;

import io.github.twlen.build.rpm.RpmPrograms;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.StaticBusybox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each step of a run needs on the host where it runs, with the packages that bring it. */
public final class StepNeeds {
  private StepNeeds() {}

  /** What proving a source needs. */
  static HostRequirements fetching(SourceSpec source) {
    List<HostRequirement> needs = new ArrayList<>();
    HostRequirement gpg =
        HostRequirement.program("gpg", "checking a signature against its key", "gnupg", "gnupg2");
    if (source instanceof SourceSpec.Git git && !git.keys().isEmpty()) {
      needs.add(gpg);
    }
    if (source instanceof SourceSpec.Remote remote && !remote.trust().keys().isEmpty()) {
      needs.add(gpg);
      if (remote.trust().signature().isEmpty()) {
        needs.add(
            HostRequirement.program("rpmkeys", "checking the signature of an RPM", "rpm", "rpm"));
      }
    }
    return new HostRequirements(needs);
  }

  /** What making a source package needs. */
  public static HostRequirements packing() {
    return new HostRequirements(
        List.of(
            HostRequirement.program("rpmbuild", "building kernel packages", "rpm", "rpm-build")));
  }

  /** What making packages with a vendor's spec needs. */
  static HostRequirements rpmbuild() {
    return new HostRequirements(
        RpmPrograms.ALL.stream()
            .map(one -> HostRequirement.program(one.name(), one.why(), one.apt(), one.dnf()))
            .toList());
  }

  /**
   * Returns what a build with make needs.
   *
   * @param small whether the configuration signs no modules and has no type information
   */
  static HostRequirements make(boolean small, List<String> packageTargets) {
    List<HostRequirement> needs = new ArrayList<>();
    for (String tool : List.of("gcc", "make", "flex", "bison", "bc")) {
      needs.add(HostRequirement.program(tool, "compiling the kernel"));
    }
    needs.add(HostRequirement.program("ld", "linking the kernel", "binutils", "binutils"));
    needs.add(HostRequirement.program("perl", "the kernel's own build scripts"));
    needs.add(
        HostRequirement.file(
            "libelf's header",
            "objtool, which checks the compiled kernel",
            List.of("/usr/include/gelf.h", "/usr/include/libelf/gelf.h"),
            "libelf-dev",
            "elfutils-libelf-devel"));
    if (!small) {
      needs.add(
          HostRequirement.file(
              "OpenSSL's header",
              "signing modules",
              List.of("/usr/include/openssl/opensslv.h"),
              "libssl-dev",
              "openssl-devel"));
      needs.add(
          HostRequirement.program(
                  "pahole", "type information (BTF), if configured", "dwarves", "dwarves")
              .asOptional());
    }
    needs.add(HostRequirement.program("ccache", "compiling once what is the same").asOptional());
    packageTargets.forEach(target -> needs.addAll(packages(target)));
    return HostRequirements.NONE.and(new HostRequirements(needs));
  }

  private static List<HostRequirement> packages(String target) {
    HostRequirement depmod =
        HostRequirement.program("depmod", "listing the modules in a package", "kmod", "kmod");
    HostRequirement rsync = HostRequirement.program("rsync", "copying the headers into a package");
    HostRequirement cpio = HostRequirement.program("cpio", "packing");
    return switch (target) {
      case "bzImage" -> List.of();
      case "bindeb-pkg" ->
          List.of(
              depmod,
              rsync,
              cpio,
              HostRequirement.program(
                  "dpkg-buildpackage", "making .deb packages", "dpkg-dev", "dpkg-dev"),
              HostRequirement.program(
                  "dh_listpackages", "making .deb packages", "debhelper", "debhelper"),
              HostRequirement.program("fakeroot", "making .deb packages without root"));
      case "binrpm-pkg" ->
          List.of(
              depmod,
              rsync,
              cpio,
              HostRequirement.program("rpmbuild", "making .rpm packages", "rpm", "rpm-build"));
      default -> List.of(depmod, rsync);
    };
  }

  /** Returns what a guest needs on this host. */
  public static HostRequirements guest(GuestRequest guest) {
    if (guest instanceof GuestRequest.Vagrant vagrant) {
      return vagrant(vagrant.provider());
    }
    return guest instanceof GuestRequest.Qemu ? qemu() : HostRequirements.NONE;
  }

  /** What a QEMU guest needs. */
  public static HostRequirements qemu() {
    return new HostRequirements(
        List.of(
            new HostRequirement(
                "QEMU",
                "booting the kernel",
                List.of("qemu-system-x86_64", "/usr/libexec/qemu-kvm"),
                "qemu-system-x86",
                "qemu-kvm",
                false,
                Files::isExecutable),
            // Many hosts have a busybox that needs libraries, which a guest has not.
            new HostRequirement(
                "a static busybox",
                "the guest's shell",
                StaticBusybox.USUAL_PLACES.stream().map(Path::toString).toList(),
                "busybox-static",
                "busybox",
                false,
                StaticBusybox::isStatic)));
  }

  /**
   * What a guest of Vagrant's needs.
   *
   * @param provider Vagrant's name of it; empty for Vagrant's own choice
   */
  public static HostRequirements vagrant(Optional<String> provider) {
    List<HostRequirement> needs = new ArrayList<>();
    needs.add(HostRequirement.program("vagrant", "starting the guest"));
    needs.add(
        HostRequirement.program(
            "ssh", "the way into the guest", "openssh-client", "openssh-clients"));
    if (provider.filter("libvirt"::equals).isPresent()) {
      needs.add(
          new HostRequirement(
              "libvirtd",
              "running the guest",
              List.of("libvirtd", "virtqemud"),
              "libvirt-daemon-system",
              "libvirt-daemon-kvm",
              false,
              Files::isExecutable));
    }
    return new HostRequirements(needs);
  }

  /** What a container needs. */
  static HostRequirements container() {
    List<String> programs = List.of("podman", "docker");
    return new HostRequirements(
        List.of(
            new HostRequirement(
                "podman or docker",
                "running the container",
                programs,
                "podman",
                "podman",
                false,
                Files::isExecutable)));
  }
}
