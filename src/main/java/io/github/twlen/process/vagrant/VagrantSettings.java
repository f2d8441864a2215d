// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.twlen.workspace.Digests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code vagrant/Vagrantfile} reads from the file beside it, and Vagrant's provider.
 *
 * @param name of the guest, among all of this host
 * @param box what it is made from
 * @param provider Vagrant's name of it, such as {@code libvirt}; empty for Vagrant's own choice
 * @param memoryMib of the guest, in MiB
 * @param cpus of the guest
 * @param emulate without KVM, and without a way to the outside; libvirt only
 * @param bootTimeout until ssh must answer
 * @param console a file for what the guest writes on its serial console
 */
public record VagrantSettings(
    String name,
    VagrantBox box,
    Optional<String> provider,
    int memoryMib,
    int cpus,
    boolean emulate,
    Duration bootTimeout,
    Optional<Path> console) {
  private static final Duration BOOT = Duration.ofMinutes(5);
  private static final Duration SLOW_BOOT = Duration.ofMinutes(10);

  /**
   * What a guest is called: another name for each folder that it works for, and always the same
   * one, so that a run finds the guest that an earlier one has left.
   *
   * @param purpose what it is for, such as {@code build}
   */
  public static String name(String purpose, Path folder) {
    String whole = folder.toAbsolutePath().normalize().toString();
    return "twlen-" + purpose + "-" + Digests.shortName(whole);
  }

  /** Until ssh must answer: as asked, or what suits an emulated or a real processor. */
  public static Duration patience(Optional<Duration> asked, boolean emulate) {
    return asked.orElse(emulate ? SLOW_BOOT : BOOT);
  }

  /** The file's content. */
  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name);
    json.put("box", box.name());
    box.url().ifPresent(url -> json.put("box_url", url));
    provider.ifPresent(wanted -> json.put("provider", wanted));
    json.put("memory", memoryMib);
    json.put("cpus", cpus);
    json.put("emulate", emulate);
    json.put("boot_timeout", bootTimeout.toSeconds());
    console.ifPresent(file -> json.put("console", file.toString()));
    return json.toPrettyString() + "\n";
  }
}
