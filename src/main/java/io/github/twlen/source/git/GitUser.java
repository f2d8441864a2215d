// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.git;

import io.github.twlen.recipe.Address;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/**
 * Supplies the user name and password of a repository to its own server only. In the URL they would
 * appear in messages of JGit, and a token is often in the place of the name.
 */
final class GitUser extends CredentialsProvider {
  private final Address repository;

  GitUser(Address repository) {
    this.repository = repository;
  }

  /** Returns the URL for JGit, or a local directory. */
  static String without(Address repository) {
    return repository.withoutUser().map(URI::toString).orElse(repository.secret());
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    return Stream.of(items)
        .allMatch(
            item ->
                item instanceof CredentialItem.Username || item instanceof CredentialItem.Password);
  }

  @Override
  public boolean get(URIish asked, CredentialItem... items) {
    Optional<String> user = repository.user().filter(any -> isOwn(asked));
    if (user.isEmpty() || !supports(items)) {
      return false;
    }
    String[] parts = user.get().split(":", 2);
    for (CredentialItem item : items) {
      if (item instanceof CredentialItem.Username name) {
        name.setValue(decoded(parts[0]));
      } else if (item instanceof CredentialItem.Password password) {
        password.setValue(parts.length > 1 ? decoded(parts[1]).toCharArray() : new char[0]);
      }
    }
    return true;
  }

  private boolean isOwn(URIish asked) {
    return repository
        .web()
        .filter(
            own ->
                own.getHost().equalsIgnoreCase(asked.getHost())
                    && own.getPort() == asked.getPort()
                    && own.getScheme().equalsIgnoreCase(asked.getScheme()))
        .isPresent();
  }

  private static String decoded(String raw) {
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
