// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.host.doctor.Finding.Standing;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.vagrant.VagrantBox;
import io.github.twlen.process.vagrant.VagrantTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Inspects Vagrant: the provider's plugin, libvirt and the box.
 *
 * @param provider empty for Vagrant's default
 * @param box its name, file or URL
 */
record VagrantHost(
    VagrantTools tools,
    Optional<String> provider,
    String box,
    boolean offline,
    CommandRunner runner) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Providers without a plugin. */
  private static final List<String> BUILT_IN = List.of("virtualbox", "docker", "hyperv");

  /** Programs of the built-in providers on Linux. */
  private static final List<String> OWN_PROGRAMS = List.of("VBoxManage", "docker");

  /** {@code time,target,plugin-name,vagrant-libvirt} and {@code time,target,box-name,NAME}. */
  private static final Pattern FIELD = Pattern.compile("\\d+,[^,]*,([a-z-]+),([^,]*).*");

  /** Returns the findings. */
  List<Finding> findings() {
    Optional<List<String>> plugins = list("plugin-name", "plugin", "list");
    if (plugins.isEmpty()) {
      return List.of(
          Finding.warning(
              "vagrant",
              "cannot list its plugins: `vagrant plugin list` failed",
              "run it by hand, and fix the error it reports"));
    }
    List<Finding> all = new ArrayList<>();
    all.add(plugin(plugins.get()));
    boolean libvirt =
        provider.map("libvirt"::equals).orElse(plugins.get().contains("vagrant-libvirt"));
    if (libvirt) {
      all.add(libvirt(plugins.get()));
    }
    all.add(findBox());
    return all;
  }

  private Finding plugin(List<String> plugins) {
    if (provider.isEmpty()) {
      String shown = plugins.isEmpty() ? "none" : String.join(", ", plugins);
      return plugins.isEmpty() && !hasOwnProgram()
          ? Finding.lacking(
              "provider",
              "Vagrant has no plugin, and this host has none of " + String.join(", ", OWN_PROGRAMS),
              "install the package vagrant-libvirt, and libvirt with it")
          : Finding.fine("provider", "Vagrant's default; plugins: " + shown);
    }
    String wanted = "vagrant-" + provider.get();
    if (BUILT_IN.contains(provider.get())) {
      return Finding.fine("provider", provider.get() + ", built into Vagrant");
    }
    // The provider of vagrant-vmware-desktop is vmware_desktop.
    return plugins.contains(wanted) || plugins.contains(wanted.replace('_', '-'))
        ? Finding.fine("provider", provider.get() + ", by its plugin " + wanted)
        : Finding.lacking(
            "provider",
            "Vagrant has no plugin " + wanted,
            "install the package " + wanted + ", or run: vagrant plugin install " + wanted);
  }

  private static boolean hasOwnProgram() {
    return OWN_PROGRAMS.stream()
        .anyMatch(one -> HostRequirement.program(one, "").found().isPresent());
  }

  /** Returns whether Vagrant may use another provider than libvirt; any plugin may be one. */
  private boolean mayChooseAnother(List<String> plugins) {
    return provider.isEmpty()
        && (hasOwnProgram() || plugins.stream().anyMatch(one -> !one.equals("vagrant-libvirt")));
  }

  private Finding libvirt(List<String> plugins) {
    String uri = System.getenv().getOrDefault("LIBVIRT_DEFAULT_URI", "qemu:///system");
    // libvirt is where Vagrant runs, which may be behind a wrapper.
    List<String> argv = new ArrayList<>(tools.vagrant().subList(0, tools.vagrant().size() - 1));
    argv.addAll(List.of("virsh", "-q", "-c", uri, "uri"));
    try {
      CommandResult result = runner.run(command(argv));
      return result.ok()
          ? Finding.fine("libvirt", "answers at " + uri)
          : new Finding(
              "libvirt",
              mayChooseAnother(plugins) ? Standing.WARNING : Standing.LACKING,
              "does not answer at " + uri + ": " + result.lastLine(),
              "start libvirtd, and add this user to the group libvirt");
    } catch (ProcessFailure e) {
      return Finding.note("libvirt", "not checked: virsh is missing");
    }
  }

  private Finding findBox() {
    VagrantBox read;
    try {
      read = VagrantBox.of(box);
    } catch (GuestException e) {
      return Finding.lacking("box", e.what(), e.remedy());
    }
    Optional<List<String>> boxes = list("box-name", "box", "list");
    if (boxes.isPresent() && boxes.get().contains(read.name())) {
      return Finding.fine("box", box + " exists");
    }
    if (read.url().filter(url -> !url.contains("://")).isPresent()) {
      return Finding.fine("box", "from the file " + read.url().get());
    }
    String what = box + " must be downloaded";
    return offline
        ? Finding.lacking(
            "box", what + ", which --offline forbids", "download it first, without --offline")
        : new Finding("box", Standing.NOTE, what, "allow network access and a few hundred MB");
  }

  /** Returns the values of one type from a listing of Vagrant; empty when it fails. */
  private Optional<List<String>> list(String type, String... arguments) {
    List<String> argv = new ArrayList<>(tools.vagrant());
    argv.addAll(List.of(arguments));
    argv.add("--machine-readable");
    try {
      CommandResult result = runner.run(command(argv));
      List<String> values =
          result.output().stream()
              .map(FIELD::matcher)
              .filter(field -> field.matches() && field.group(1).equals(type))
              .map(field -> field.group(2))
              .toList();
      return result.ok() ? Optional.of(values) : Optional.empty();
    } catch (ProcessFailure e) {
      return Optional.empty();
    }
  }

  private static Command command(List<String> argv) {
    return Command.of(argv.toArray(String[]::new))
        .within(TIMEOUT)
        .asUsers()
        .withEnvironment("LC_ALL", "C")
        // Ignores a Vagrantfile in the present directory.
        .withEnvironment("VAGRANT_CWD", "/")
        .withEnvironment("VAGRANT_CHECKPOINT_DISABLE", "1")
        .withEnvironment("VAGRANT_NO_COLOR", "1");
  }
}
