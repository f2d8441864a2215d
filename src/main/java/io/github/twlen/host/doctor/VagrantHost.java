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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Vagrant has on this host: the provider's plugin, libvirt behind it, and the box. Asked of
 * Vagrant and virsh themselves.
 *
 * @param tools how Vagrant is called
 * @param provider Vagrant's name of it; empty for Vagrant's own choice
 * @param box its name, file or address
 * @param offline whether nothing may be downloaded
 * @param runner runs them
 */
record VagrantHost(
    VagrantTools tools,
    Optional<String> provider,
    String box,
    boolean offline,
    CommandRunner runner) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Providers that Vagrant has in itself, beside which every other one is a plugin. */
  private static final List<String> BUILT_IN = List.of("virtualbox", "docker", "hyperv");

  /** What those two of them that run on Linux start. */
  private static final List<String> OWN_PROGRAMS = List.of("VBoxManage", "docker");

  /** {@code time,target,plugin-name,vagrant-libvirt} and {@code time,target,box-name,NAME}. */
  private static final Pattern FIELD = Pattern.compile("\\d+,[^,]*,([a-z-]+),([^,]*).*");

  /** All that was found out; nothing without a Vagrant. */
  List<Finding> findings() {
    Optional<List<String>> plugins = told("plugin-name", "plugin", "list");
    if (plugins.isEmpty()) {
      String what = "it does not tell its plugins: `vagrant plugin list` failed";
      return List.of(
          new Finding("vagrant", Standing.WARNING, what, "run that by hand and see what it says"));
    }
    List<Finding> all = new ArrayList<>();
    all.add(plugin(plugins.get()));
    boolean libvirt =
        provider.map("libvirt"::equals).orElse(plugins.get().contains("vagrant-libvirt"));
    if (libvirt) {
      all.add(libvirt(plugins.get()));
    }
    all.add(lookForBox());
    return all;
  }

  private Finding plugin(List<String> plugins) {
    if (provider.isEmpty()) {
      if (plugins.isEmpty() && !hasOwnProgram()) {
        return new Finding(
            "provider",
            Standing.LACKING,
            "Vagrant has no plugin, and there is none of " + String.join(", ", OWN_PROGRAMS),
            "install the package vagrant-libvirt, and libvirt with it");
      }
      return Finding.fine(
          "provider",
          "Vagrant's own choice; plugins: "
              + (plugins.isEmpty() ? "none" : String.join(", ", plugins)));
    }
    String wanted = "vagrant-" + provider.get();
    if (BUILT_IN.contains(provider.get())) {
      return Finding.fine("provider", provider.get() + ", which Vagrant has in itself");
    }
    // Some are named otherwise, vagrant-vmware-desktop's is vmware_desktop.
    boolean there = plugins.contains(wanted) || plugins.contains(wanted.replace('_', '-'));
    return there
        ? Finding.fine("provider", provider.get() + ", by its plugin " + wanted)
        : new Finding(
            "provider",
            Standing.LACKING,
            "Vagrant has no plugin " + wanted,
            "install the package " + wanted + ", or run: vagrant plugin install " + wanted);
  }

  private static boolean hasOwnProgram() {
    return OWN_PROGRAMS.stream()
        .anyMatch(one -> HostRequirement.program(one, "").found().isPresent());
  }

  /**
   * Whether Vagrant may choose another than libvirt: not every plugin is a provider, but any may.
   */
  private boolean mayChooseAnother(List<String> plugins) {
    return provider.isEmpty()
        && (hasOwnProgram() || plugins.stream().anyMatch(one -> !one.equals("vagrant-libvirt")));
  }

  private Finding libvirt(List<String> plugins) {
    String uri = System.getenv().getOrDefault("LIBVIRT_DEFAULT_URI", "qemu:///system");
    // Where Vagrant runs, libvirt is.
    List<String> words = new ArrayList<>(tools.vagrant().subList(0, tools.vagrant().size() - 1));
    words.addAll(List.of("virsh", "-q", "-c", uri, "uri"));
    try {
      CommandResult result = runner.run(command(words));
      return result.ok()
          ? Finding.fine("libvirt", "answers at " + uri)
          : new Finding(
              "libvirt",
              mayChooseAnother(plugins) ? Standing.WARNING : Standing.LACKING,
              "does not answer at " + uri + ": " + result.lastLine(),
              "start libvirtd, and let this user use it (group libvirt)");
    } catch (ProcessFailure e) {
      return new Finding(
          "libvirt", Standing.NOTE, "not asked whether it answers: there is no virsh", "");
    }
  }

  private Finding lookForBox() {
    VagrantBox read;
    try {
      read = VagrantBox.of(box);
    } catch (GuestException e) {
      return new Finding("box", Standing.LACKING, e.what(), e.remedy());
    }
    Optional<List<String>> boxes = told("box-name", "box", "list");
    if (boxes.isPresent() && boxes.get().contains(read.name())) {
      return Finding.fine("box", box + " is there");
    }
    if (read.url().filter(url -> !url.contains("://")).isPresent()) {
      return Finding.fine("box", "is made of the file " + read.url().get());
    }
    String what = box + " is not there and must be downloaded";
    return offline
        ? new Finding("box", Standing.LACKING, what + ", and --offline was given", "get it first")
        : new Finding("box", Standing.NOTE, what, "it takes the network, and a few hundred MB");
  }

  private Optional<List<String>> told(String type, String... words) {
    List<String> argv = new ArrayList<>(tools.vagrant());
    argv.addAll(List.of(words));
    argv.add("--machine-readable");
    try {
      CommandResult result = runner.run(command(argv));
      return result.ok()
          ? Optional.of(
              result.output().stream()
                  .map(FIELD::matcher)
                  .filter(Matcher::matches)
                  .filter(field -> field.group(1).equals(type))
                  .map(field -> field.group(2))
                  .toList())
          : Optional.empty();
    } catch (ProcessFailure e) {
      return Optional.empty();
    }
  }

  private static Command command(List<String> argv) {
    return Command.of(argv.toArray(String[]::new))
        .within(PATIENCE)
        .asUsers()
        .withEnvironment("LC_ALL", "C")
        // Not a project of the user's that happens to lie here.
        .withEnvironment("VAGRANT_CWD", "/")
        .withEnvironment("VAGRANT_CHECKPOINT_DISABLE", "1")
        .withEnvironment("VAGRANT_NO_COLOR", "1");
  }
}
