// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The settings that cloud-init reads in a guest at its first boot: a user, and both keys of ssh.
 * JSON is also YAML.
 *
 * @param instance a new name for each guest
 * @param user the public key of the user
 * @param hostPrivate the private key of the guest's sshd, in PEM
 * @param hostPublic the public key of the guest's sshd
 * @see <a href="https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html">
 *     NoCloud</a>
 */
record CloudSeed(String instance, String user, String hostPrivate, String hostPublic) {
  /** The user of twlen in a guest. */
  static final String USER = "twlen";

  /** The label by which cloud-init finds the settings; old versions know it only in lower case. */
  private static final String LABEL = "cidata";

  /** sudo of CentOS 6 and 7 requires a terminal. */
  private static final String SUDOERS =
      "Defaults:" + USER + " !requiretty\n" + USER + " ALL=(ALL) NOPASSWD: ALL\n";

  /** Without a network, a name server never answers: sshd up to 6.7 would wait for it. */
  private static final String NO_DNS =
      "[ ! -f /etc/ssh/sshd_config ] || sed -i '1i UseDNS no' /etc/ssh/sshd_config";

  /** Returns a disk with the settings. */
  byte[] disk() {
    return Iso9660.of(
        LABEL,
        Map.of(
            "user-data", bytes("#cloud-config\n" + userData().toPrettyString() + "\n"),
            "meta-data", bytes(metaData().toPrettyString() + "\n")));
  }

  private ObjectNode metaData() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("instance-id", instance)
        .put("local-hostname", USER);
  }

  private ObjectNode userData() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ObjectNode login = all.putArray("users").addObject();
    login.put("name", USER).put("shell", "/bin/sh").put("lock_passwd", true);
    login.putArray("ssh_authorized_keys").add(user);
    all.put("ssh_deletekeys", true);
    all.putObject("ssh_keys").put("rsa_private", hostPrivate).put("rsa_public", hostPublic);
    all.putArray("write_files")
        .addObject()
        .put("path", "/etc/sudoers.d/90-" + USER)
        .put("permissions", "0440")
        .put("content", SUDOERS);
    all.putArray("bootcmd").addArray().add("sh").add("-c").add(NO_DNS);
    // sudo looks up the name of its host.
    all.put("manage_etc_hosts", "localhost");
    all.put("package_update", false).put("package_upgrade", false);
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
