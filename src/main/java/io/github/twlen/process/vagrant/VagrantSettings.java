package io.github.twlen.process.vagrant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
