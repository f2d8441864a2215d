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
 * Makes the commands that install packages on a host. They keep the host's kernel: the new one
 * boots once, and only the user makes it the default. CentOS and its derivatives have grubby since
 * el6; without GRUB 2, the commands use GRUB Legacy.
 */
final class InstallCommands {
  private static final String DEB_ENTRY =
      "sed -n \"s/.*\\(gnulinux-%s[^' ]*\\).*/\\1/p\" /boot/grub/grub.cfg | head -n 1";

  private InstallCommands() {}

  /** Returns the commands for built packages; empty if none holds a kernel. */
  static Optional<Installation> of(String release, List<Path> packages) {
    List<RpmPackage> rpms = needed(packages);
    if (!rpms.isEmpty()) {
      return Optional.of(rpm(release, rpms));
    }
    return packages.stream()
        .filter(p -> String.valueOf(p.getFileName()).matches("linux-image-(?!.*-dbg).*\\.deb"))
        .findFirst()
        .map(image -> deb(release, String.valueOf(image.getFileName())));
  }

  /** Returns the RPM with a kernel and the RPMs of the same build that it needs; may be empty. */
  static List<Path> rpmsOf(List<Path> packages) {
    return needed(packages).stream().map(RpmPackage::path).toList();
  }

  private static List<RpmPackage> needed(List<Path> packages) {
    List<RpmPackage> opened =
        packages.stream()
            .filter(file -> file.toString().endsWith(".rpm"))
            .filter(file -> !file.toString().endsWith("src.rpm"))
            .map(RpmPackage::open)
            .toList();
    return PackagedKernel.in(opened).map(kernel -> needed(kernel.rpm(), opened)).orElse(List.of());
  }

  /** Returns the kernel's package, its meta package, and what both require of the others. */
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
    // All kernels share one firmware directory: its package is replaced, kernels coexist.
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

  /** Debian's GRUB lists all kernels but the newest in a submenu. */
  private static String entry(String of) {
    return "\"$(" + String.format(DEB_ENTRY, "advanced") + ")>$(" + of + ")\"";
  }

  private static List<String> files(List<RpmPackage> packages) {
    return packages.stream().map(rpm -> String.valueOf(rpm.path().getFileName())).toList();
  }

  private static String shown(List<String> program, List<String> arguments) {
    return Command.of(program.toArray(String[]::new)).with(arguments).shown();
  }
}
