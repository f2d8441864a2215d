// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a guest; {@code vagrant/Vagrantfile} reads them from a file in its directory.
 *
 * @param name unique among the guests of this host
 * @param provider such as {@code libvirt}; empty for Vagrant's choice
 * @param memoryMib in MiB
 * @param emulate without KVM and without a network; libvirt only
 * @param bootTimeout the time limit for ssh to answer
 * @param console the log of the serial console
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
  /** Returns the content of the file. */
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
