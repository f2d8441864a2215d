// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.FileName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a kernel's source comes from. */
public sealed interface SourceSpec {
  /**
   * A binary package of Debian or Ubuntu that carries the kernel's tarball, such as {@code
   * linux-source-6.1}; or a metapackage that depends on one, such as {@code linux-source}.
   *
   * @param packageName the package
   */
  record Apt(String packageName) implements SourceSpec {}

  /**
   * A source package of CentOS, Fedora and their kin, got by the host's own dnf or yum; one of the
   * keys that the host's rpm trusts must have signed it.
   *
   * @param packageName the package, such as {@code kernel}
   */
  record Dnf(String packageName) implements SourceSpec {}

  /**
   * A tarball or a source RPM on this disk; its bytes tell which.
   *
   * @param file the file
   * @param trust what is known of it
   */
  record LocalFile(Path file, ExpectedIntegrity trust) implements SourceSpec {}

  /**
   * An unpacked tree.
   *
   * @param folder its root
   */
  record Tree(Path folder) implements SourceSpec {}

  /**
   * A tarball or a source RPM on servers.
   *
   * @param file its name
   * @param mirrors the folders that hold it, as URLs with a slash at the end, tried in turn
   * @param trust what is known of it
   */
  record Remote(FileName file, List<Address> mirrors, ExpectedIntegrity trust)
      implements SourceSpec {
    /** Copies what it is given. */
    public Remote {
      mirrors = List.copyOf(mirrors);
    }
  }

  /**
   * A kernel in git.
   *
   * @param urls the repository, mirrors of it after it
   * @param ref a tag, a branch or a commit
   * @param commit what the ref must lead to, 40 hexadecimal digits, when that is known
   * @param keys what the tag must be signed with; none when it is not looked at
   */
  record Git(List<Address> urls, String ref, Optional<String> commit, List<SigningKey> keys)
      implements SourceSpec {
    /** Copies what it is given. */
    public Git {
      urls = List.copyOf(urls);
      keys = List.copyOf(keys);
    }
  }

  /**
   * A kernel as its packagers keep it: the spec and the small files in git, the tarball in a
   * lookaside store by the digest that the git tree lists.
   *
   * @param git the packaging repository
   * @param lookaside templates of the URLs of a listed file, tried in turn, with {@code {file}},
   *     {@code {algorithm}}, {@code {digest}} and {@code {branch}}
   */
  record DistGit(Git git, List<Address> lookaside) implements SourceSpec {
    /** Copies what it is given. */
    public DistGit {
      lookaside = List.copyOf(lookaside);
    }
  }
}
