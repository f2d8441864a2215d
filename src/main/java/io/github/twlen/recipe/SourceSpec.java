// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.FileName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The origin of a kernel's source. */
public sealed interface SourceSpec {
  /**
   * A binary package of Debian or Ubuntu that contains the kernel's tarball, such as {@code
   * linux-source-6.1}, or a metapackage that depends on one, such as {@code linux-source}.
   */
  record Apt(String packageName) implements SourceSpec {}

  /**
   * A source package of CentOS, Fedora and their derivatives, such as {@code kernel}, downloaded by
   * the host's dnf or yum. A key that the host's rpm trusts must have signed it.
   */
  record Dnf(String packageName) implements SourceSpec {}

  /** A tarball or a source RPM on this host; its first bytes decide which. */
  record LocalFile(Path file, ExpectedIntegrity trust) implements SourceSpec {}

  /** A spec file, with its sources in {@code SOURCES} or beside it. */
  record Spec(Path file) implements SourceSpec {}

  /** An unpacked tree. */
  record Tree(Path folder) implements SourceSpec {}

  /**
   * A tarball or a source RPM on mirrors.
   *
   * @param mirrors URLs of directories with a slash at the end, tried in turn
   */
  record Remote(FileName file, List<Address> mirrors, ExpectedIntegrity trust)
      implements SourceSpec {
    public Remote {
      mirrors = List.copyOf(mirrors);
    }
  }

  /**
   * A kernel in git.
   *
   * @param urls mirrors of the repository, tried in turn
   * @param ref a tag, a branch or a commit
   * @param commit the expected commit of the ref, 40 hexadecimal digits; empty when unknown
   * @param keys keys of which one must have signed the tag; empty when it is not checked
   */
  record Git(List<Address> urls, String ref, Optional<String> commit, List<SigningKey> keys)
      implements SourceSpec {
    public Git {
      urls = List.copyOf(urls);
      keys = List.copyOf(keys);
    }
  }

  /**
   * A packaging repository: the spec and the small files in git, the tarball in a lookaside store
   * under the checksum that the git tree lists.
   *
   * @param lookaside URL templates of a listed file, tried in turn, with {@code {file}}, {@code
   *     {algorithm}}, {@code {digest}} and {@code {branch}}
   */
  record DistGit(Git git, List<Address> lookaside) implements SourceSpec {
    public DistGit {
      lookaside = List.copyOf(lookaside);
    }
  }
}
