// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CloudSeedTest {
  private static final String PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIG\n-----END\n";

  @Test
  void givesKeysAndUser() throws IOException {
    String disk =
        new String(new CloudSeed("i-1", "ssh-rsa USER x", PEM, "ssh-rsa HOST x").disk(), UTF_8);
    String userData = disk.substring(disk.indexOf("#cloud-config\n"));
    JsonNode all = new ObjectMapper().readTree(userData.substring(userData.indexOf('\n')));
    assertThat(all.at("/users/0/name").asText()).isEqualTo("twlen");
    assertThat(all.at("/users/0/ssh_authorized_keys/0").asText()).isEqualTo("ssh-rsa USER x");
    assertThat(all.at("/ssh_keys/rsa_private").asText()).isEqualTo(PEM);
    assertThat(all.at("/ssh_keys/rsa_public").asText()).isEqualTo("ssh-rsa HOST x");
    assertThat(all.at("/ssh_deletekeys").asBoolean()).isTrue();
    assertThat(all.at("/write_files/0/content").asText())
        .contains("twlen ALL=(ALL) NOPASSWD: ALL\n");
    assertThat(disk).contains("\"instance-id\" : \"i-1\"");
  }
}
