// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.archive.rpm.RpmPackage.Requirement;
import io.github.twlen.build.rpm.PackagedKernel;
import io.github.twlen.process.Command;
import io.github.twlen.report.BuildFacts.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The commands that bring packages onto a host. They keep the kernel that the host has: the new one
 * is started once, and only a person makes it the default. Those for CentOS and its kin rest on
 * grubby, which all of them have since el6; where GRUB 2 is not there, the old GRUB is asked.
 */
final class InstallCommands {
  private static final String DEB_ENTRY =
      "sed -n \"s/.*\\(gnulinux-%s[^' ]*\\).*/\\1/p\" /boot/grub/grub.cfg | head -n 1";

  private InstallCommands() {}

  /** Those for what a build made; empty when it has no package with a kernel in it. */
  static Optional<Installation> of(String release, List<Path> packages) {
    List<Path> rpms = packages.stream().filter(p -> p.toString().endsWith(".rpm")).toList();
    List<RpmPackage> opened =
        rpms.stream().filter(p -> !p.toString().endsWith("src.rpm")).map(RpmPackage::open).toList();
    Optional<PackagedKernel> kernel = PackagedKernel.in(opened);
    if (kernel.isPresent()) {
      return Optional.of(rpm(release, needed(kernel.get().rpm(), opened)));
    }
    return packages.stream()
        .filter(p -> String.valueOf(p.getFileName()).matches("linux-image-(?!.*-dbg).*\\.deb"))
        .findFirst()
        .map(image -> deb(release, String.valueOf(image.getFileName())));
  }

  /**
   * The kernel's package, the one that stands for it by name, and what both require of the rest.
   */
  static List<RpmPackage> needed(RpmPackage kernel, List<RpmPackage> made) {
    Set<RpmPackage> needed = new LinkedHashSet<>();
    String plain = kernel.name().replaceFirst("-core$", "");
    made.stream()
        .filter(rpm -> rpm.equals(kernel) || rpm.name().equals(plain))
        .forEach(needed::add);
    for (int before = 0; before < needed.size(); ) {
      before = needed.size();
      Set<String> wanted =
          needed.stream()
              .flatMap(rpm -> rpm.requires().stream())
              .filter(need -> !need.version().isEmpty())
              .map(Requirement::name)
              .collect(Collectors.toSet());
      made.stream()
          .filter(rpm -> rpm.provides().stream().anyMatch(wanted::contains))
          .forEach(needed::add);
    }
    return List.copyOf(needed);
  }

  private static Installation rpm(String release, List<RpmPackage> packages) {
    List<String> install = new ArrayList<>();
    // Firmware lies in one place for all kernels: it is replaced, while kernels stand side by side.
    List<RpmPackage> firmware =
        packages.stream().filter(rpm -> rpm.name().endsWith("-firmware")).toList();
    if (!firmware.isEmpty()) {
      install.add(shown(List.of("rpm", "-Uvh", "--oldpackage"), files(firmware)));
    }
    List<RpmPackage> kernels = packages.stream().filter(rpm -> !firmware.contains(rpm)).toList();
    install.add(shown(List.of("rpm", "-ivh", "--oldpackage"), files(kernels)));
    String image = "/boot/vmlinuz-" + release;
    String index = "$(grubby --info=" + image + " | sed -n 's/^index=//p' | head -n 1)";
    return new Installation(
        install,
        List.of(
            "grubby --set-default=/boot/vmlinuz-$(uname -r)",
            "if command -v grub2-reboot; then grub2-reboot \""
                + index
                + "\"; else echo \"savedefault --default="
                + index
                + " --once\" | grub --batch; fi",
            "reboot"),
        List.of("grubby --set-default=" + image),
        List.of(
            "grubby --set-default=$(ls -v /boot/vmlinuz-* | grep -v -F -e "
                + release
                + " -e rescue | tail -n 1)",
            "reboot",
            shown(List.of("rpm", "-e"), kernels.stream().map(RpmPackage::nvra).toList())));
  }

  private static Installation deb(String release, String file) {
    String stock =
        "grep -o \"gnulinux-[0-9][^' ]*-advanced-[^' ]*\" /boot/grub/grub.cfg | grep -v -F -e "
            + release
            + " | head -n 1";
    return new Installation(
        List.of("apt-get install -y ./" + file),
        List.of("grub-reboot " + entry(String.format(DEB_ENTRY, release + "-advanced")), "reboot"),
        List.of(
            "sed -i 's/^GRUB_DEFAULT=.*/GRUB_DEFAULT=saved/' /etc/default/grub && update-grub",
            "grub-set-default " + entry(String.format(DEB_ENTRY, release + "-advanced"))),
        List.of(
            "grub-set-default " + entry(stock),
            "reboot",
            "apt-get remove -y linux-image-" + release));
  }

  /** Debian's GRUB has all kernels but the newest in a menu below. */
  private static String entry(String of) {
    return "\"$(" + String.format(DEB_ENTRY, "advanced") + ")>$(" + of + ")\"";
  }

  private static List<String> files(List<RpmPackage> packages) {
    return packages.stream().map(rpm -> String.valueOf(rpm.path().getFileName())).toList();
  }

  private static String shown(List<String> program, List<String> words) {
    return Command.of(program.toArray(String[]::new)).with(words).shown();
  }
}
