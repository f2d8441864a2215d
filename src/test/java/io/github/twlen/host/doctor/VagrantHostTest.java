// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.host.doctor.Finding.Standing;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.vagrant.VagrantTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses a script that replaces Vagrant, virsh and their wrapper. */
class VagrantHostTest {
  private static final String PLUGINS =
      """
      1795657178,,ui,info,vagrant-libvirt (0.11.2%!(VAGRANT_COMMA) system)
      1795657178,vagrant-libvirt,plugin-name,vagrant-libvirt
      1795657178,vagrant-libvirt,plugin-version,0.11.2%!(VAGRANT_COMMA) system\
      """;

  private static final String BOXES =
      """
      1,,ui,info,centos/7 (libvirt%!(VAGRANT_COMMA) 2004.01)
      1,,box-name,centos/7
      1,,box-provider,libvirt\
      """;

  @TempDir Path folder;

  private List<Finding> look(
      String plugins, String boxes, String virsh, String provider, String box, boolean offline)
      throws IOException {
    Files.writeString(folder.resolve("plugins"), plugins + "\n");
    Files.writeString(folder.resolve("boxes"), boxes + "\n");
    Path starter =
        Files.writeString(
            folder.resolve("starter"),
            """
            #!/bin/sh
            case "$1 $2" in
              "vagrant plugin") cat '%s/plugins' ;;
              "vagrant box") cat '%s/boxes' ;;
              *) %s ;;
            esac
            """
                .formatted(folder, folder, virsh));
    Files.setPosixFilePermissions(starter, PosixFilePermissions.fromString("rwxr-xr-x"));
    VagrantTools tools = new VagrantTools(List.of(starter.toString(), "vagrant"), List.of("ssh"));
    Optional<String> named = provider.isEmpty() ? Optional.empty() : Optional.of(provider);
    return new VagrantHost(tools, named, box, offline, new CommandRunner()).findings();
  }

  private static Standing of(List<Finding> all, String name) {
    return all.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow().standing();
  }

  @Test
  void findsProviderLibvirtAndBox() throws IOException {
    List<Finding> all = look(PLUGINS, BOXES, "echo qemu:///system", "libvirt", "centos/7", true);
    assertThat(all).extracting(Finding::standing).containsOnly(Standing.FINE);
    assertThat(all).extracting(Finding::name).containsExactly("provider", "libvirt", "box");
  }

  @Test
  void rejectsProviderWithoutPlugin() throws IOException {
    List<Finding> all = look("", BOXES, "exit 0", "libvirt", "centos/7", false);
    assertThat(of(all, "provider")).isEqualTo(Standing.LACKING);
    assertThat(all.get(0).remedy()).contains("vagrant plugin install vagrant-libvirt");
    assertThat(of(look("", BOXES, "exit 0", "virtualbox", "centos/7", false), "provider"))
        .as("built into Vagrant")
        .isEqualTo(Standing.FINE);
  }

  @Test
  void rejectsNamedLibvirtThatDoesNotAnswer() throws IOException {
    String dead = "echo 'error: Failed to connect socket' >&2; exit 1";
    List<Finding> named = look(PLUGINS, BOXES, dead, "libvirt", "centos/7", false);
    assertThat(of(named, "libvirt")).isEqualTo(Standing.LACKING);
    assertThat(named.get(1).what()).contains("Failed to connect socket");
    String others = PLUGINS + "\n1,vagrant-lxc,plugin-name,vagrant-lxc";
    assertThat(of(look(others, BOXES, dead, "", "centos/7", false), "libvirt"))
        .as("Vagrant may choose the other")
        .isEqualTo(Standing.WARNING);
  }

  @Test
  void reportsDownloadOfBox() throws IOException {
    assertThat(of(look(PLUGINS, BOXES, "exit 0", "libvirt", "a/b", false), "box"))
        .isEqualTo(Standing.NOTE);
    assertThat(of(look(PLUGINS, BOXES, "exit 0", "libvirt", "a/b", true), "box"))
        .isEqualTo(Standing.LACKING);
    assertThat(of(look(PLUGINS, BOXES, "exit 0", "libvirt", "./no.box", false), "box"))
        .isEqualTo(Standing.LACKING);
    Path file = Files.createFile(folder.resolve("my.box"));
    assertThat(of(look(PLUGINS, BOXES, "exit 0", "libvirt", file.toString(), true), "box"))
        .isEqualTo(Standing.FINE);
  }

  @Test
  void warnsIfVagrantListsNoPlugins() throws IOException {
    VagrantTools none = new VagrantTools(List.of("/no/such/vagrant"), List.of("ssh"));
    List<Finding> all =
        new VagrantHost(none, Optional.empty(), "a/b", false, new CommandRunner()).findings();
    assertThat(all).extracting(Finding::standing).containsExactly(Standing.WARNING);
  }
}
