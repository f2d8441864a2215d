// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.GuestException.Side;
import java.nio.file.Path;
import java.util.List;

/**
 * What Vagrant's errors mean for the user. Vagrant names each by a class ({@code
 * Vagrant::Errors::BoxNotFound}); one that is not known is told as it is.
 */
final class VagrantErrors {
  private static final String BUILD_BOX =
      "name another, or make one with vagrant/box/build.sh of twlen's sources and give its file's"
          + " path";
  private static final List<String> PROVIDER =
      List.of("ProviderNotFound", "ProviderNotUsable", "NoDefaultProvider", "ProviderNotInstalled");
  private static final List<String> BOX = List.of("::Box", "Downloader");
  private static final List<String> FULL =
      List.of("No space left", "not enough space", "not have enough space", "Disk quota exceeded");
  private static final List<String> SILENT =
      List.of(
          "BootTimeout", "BootBadState", "NoIpAddress", "Fog::Errors::TimeoutError", "SSHNotReady");

  private static final List<String> TAKEN =
      List.of(
          "VagrantPlugins::ProviderLibvirt::Errors::DomainVolumeExists",
          "VagrantPlugins::ProviderLibvirt::Errors::DomainNameExists");

  private final VagrantSettings settings;
  private final Path log;

  VagrantErrors(VagrantSettings settings, Path log) {
    this.settings = settings;
    this.log = log;
  }

  static GuestException noBox(String box, String why) {
    return new GuestException(Side.HOST, "Vagrant has no box " + box + ": " + why, BUILD_BOX);
  }

  static GuestException noVagrant(String why) {
    return new GuestException(
        Side.HOST,
        "Vagrant cannot be used: " + why,
        "install it with a provider; on Debian: apt-get install vagrant vagrant-libvirt"
            + " libvirt-daemon-system");
  }

  /**
   * Whether the provider has a guest, or the disk of one, by this name that Vagrant knows nothing
   * of. Only the libvirt provider names its guests by what they are called here.
   */
  static boolean nameTaken(VagrantOutput output) {
    return output.fault().map(VagrantOutput.Fault::type).filter(TAKEN::contains).isPresent();
  }

  /**
   * What a command of Vagrant's told before it failed.
   *
   * @param command such as {@code vagrant up}
   */
  GuestException of(String command, VagrantOutput output, int exit) {
    String type = output.fault().map(VagrantOutput.Fault::type).orElse("");
    String words =
        output
            .fault()
            .map(VagrantOutput.Fault::words)
            .orElseGet(
                () -> output.lastOther().isEmpty() ? "exit code " + exit : output.lastOther());
    String all = type + " " + words;
    if (any(FULL, all)) {
      return host(
          "there is no room for the guest: " + words,
          "make room where Vagrant keeps its boxes (VAGRANT_HOME) and its provider the disks"
              + " (libvirt: /var/lib/libvirt/images)");
    }
    if (any(PROVIDER, type)) {
      return host(
          "Vagrant has no provider that works here: " + words,
          "install one (on Debian: apt-get install vagrant-libvirt libvirt-daemon-system), or name"
              + " one that is there");
    }
    if (any(BOX, type)) {
      return noBox(settings.box().said(), words);
    }
    if (any(SILENT, all)) {
      return output.keyRefused() ? locked(words) : silent(words);
    }
    if (type.startsWith("VagrantPlugins::ProviderLibvirt")) {
      return host(
          command + " failed in libvirt: " + words,
          "see that libvirtd runs and this user may use it (group libvirt); the log is " + log);
    }
    return new GuestException(
        Side.GUEST,
        command + " failed: " + (type.isEmpty() ? words : type + ": " + words),
        "the whole log is " + log);
  }

  private GuestException locked(String words) {
    return new GuestException(
        Side.GUEST,
        "the guest " + settings.name() + " refused Vagrant's key: " + words,
        "Enterprise Linux 9 and later refuse the ssh-rsa signatures of an old Vagrant: take Vagrant"
            + " 2.4 or later, or another box; Vagrant's log is "
            + log);
  }

  /** The guest runs, or seems to, and cannot be reached. */
  GuestException silent(String words) {
    return new GuestException(
        Side.GUEST,
        "the guest " + settings.name() + " never answered ssh: " + words,
        settings
            .console()
            .map(file -> "what it said on its console is in " + file + "; Vagrant's log is " + log)
            .orElse("Vagrant's log is " + log));
  }

  private static GuestException host(String what, String remedy) {
    return new GuestException(Side.HOST, what, remedy);
  }

  private static boolean any(List<String> signs, String text) {
    return signs.stream().anyMatch(text::contains);
  }
}
