// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.GuestException.Side;
import io.github.twlen.process.vagrant.VagrantOutput.Fault;
import java.nio.file.Path;
import java.util.List;

/**
 * Explains the errors of Vagrant by their class, such as {@code Vagrant::Errors::BoxNotFound}; an
 * unknown one is reported unchanged.
 */
final class VagrantErrors {
  private static final List<String> PROVIDER =
      List.of("ProviderNotFound", "ProviderNotUsable", "NoDefaultProvider", "ProviderNotInstalled");
  private static final List<String> BOX = List.of("::Box", "Downloader");
  private static final List<String> FULL =
      List.of("No space left", "not enough space", "not have enough space", "Disk quota exceeded");
  private static final List<String> UNREACHABLE =
      List.of(
          "BootTimeout", "BootBadState", "NoIpAddress", "Fog::Errors::TimeoutError", "SSHNotReady");
  private static final List<String> NAME_TAKEN =
      List.of(
          "VagrantPlugins::ProviderLibvirt::Errors::DomainVolumeExists",
          "VagrantPlugins::ProviderLibvirt::Errors::DomainNameExists");

  private final VagrantSettings settings;
  private final Path log;

  VagrantErrors(VagrantSettings settings, Path log) {
    this.settings = settings;
    this.log = log;
  }

  static GuestException noBox(String box, String reason) {
    return host(
        "cannot find Vagrant box " + box + ": " + reason,
        "pass another box, or build one with vagrant/box/build.sh of the twlen sources and pass its"
            + " path");
  }

  static GuestException noVagrant(String reason) {
    return host(
        "cannot run Vagrant: " + reason,
        "install Vagrant and a provider; on Debian: `apt-get install vagrant vagrant-libvirt"
            + " libvirt-daemon-system`");
  }

  /** Returns whether libvirt has a guest, or its disk, of this name that Vagrant does not know. */
  static boolean nameTaken(VagrantOutput output) {
    return output.fault().map(Fault::type).filter(NAME_TAKEN::contains).isPresent();
  }

  /** Explains why a command such as {@code vagrant up} failed. */
  GuestException of(String command, VagrantOutput output, int exit) {
    String type = output.fault().map(Fault::type).orElse("");
    String other = output.lastOther().isEmpty() ? "exit code " + exit : output.lastOther();
    String message = output.fault().map(Fault::message).orElse(other);
    String all = type + " " + message;
    if (any(FULL, all)) {
      return host(
          "not enough disk space for the guest: " + message,
          "free space in VAGRANT_HOME (boxes) and in the directory of the provider's disks"
              + " (libvirt: /var/lib/libvirt/images)");
    }
    if (any(PROVIDER, type)) {
      return host(
          "no working Vagrant provider: " + message,
          "install one (on Debian: `apt-get install vagrant-libvirt libvirt-daemon-system`), or"
              + " pass an installed one with --provider");
    }
    if (any(BOX, type)) {
      return noBox(settings.box().said(), message);
    }
    if (any(UNREACHABLE, all)) {
      return output.keyRefused() ? keyRefused(message) : unreachable(message);
    }
    if (type.startsWith("VagrantPlugins::ProviderLibvirt")) {
      return host(
          command + " failed in libvirt: " + message,
          "start libvirtd and add this user to the group libvirt; the log is " + log);
    }
    return guest(
        command + " failed: " + (type.isEmpty() ? message : type + ": " + message),
        "check the log " + log);
  }

  private GuestException keyRefused(String message) {
    return guest(
        "the guest " + settings.name() + " refused Vagrant's key: " + message,
        "install Vagrant 2.4 or later (Enterprise Linux 9 rejects ssh-rsa signatures), or use"
            + " another box; the log is "
            + log);
  }

  /** Explains that the guest cannot be reached. */
  GuestException unreachable(String message) {
    return guest(
        "the guest " + settings.name() + " did not answer ssh: " + message,
        settings
            .console()
            .map(file -> "check its console output in " + file + " and the log " + log)
            .orElse("check the log " + log));
  }

  private static GuestException host(String what, String remedy) {
    return new GuestException(Side.HOST, what, remedy);
  }

  private static GuestException guest(String what, String remedy) {
    return new GuestException(Side.GUEST, what, remedy);
  }

  private static boolean any(List<String> signs, String text) {
    return signs.stream().anyMatch(text::contains);
  }
}
