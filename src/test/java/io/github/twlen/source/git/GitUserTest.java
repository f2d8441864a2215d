// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.Address;
import java.net.URISyntaxException;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitUserTest {
  private static final Address OWN = Address.of("https://me:a%40+b@h/x.git");

  private final CredentialItem.Username name = new CredentialItem.Username();
  private final CredentialItem.Password password = new CredentialItem.Password();

  @Test
  void suppliesThePasswordToItsServer() throws URISyntaxException {
    assertThat(GitUser.without(OWN)).isEqualTo("https://h/x.git");
    assertThat(new GitUser(OWN).get(new URIish("https://h/y.git"), name, password)).isTrue();
    assertThat(name.getValue()).isEqualTo("me");
    assertThat(password.getValue()).containsExactly("a@+b".toCharArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://other/x.git", "http://h/x.git", "https://h:444/x.git"})
  void hidesThePasswordFromOtherServers(String other) throws URISyntaxException {
    assertThat(new GitUser(OWN).get(new URIish(other), name, password)).isFalse();
  }
}
